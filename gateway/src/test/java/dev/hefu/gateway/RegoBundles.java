package dev.hefu.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hefu.gateway.embedded.TestFolders;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.decision.StockOpa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Our rules with one rule more, as an officer would build them. */
final class RegoBundles {
  private static final Path RULES =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego");

  private RegoBundles() {}

  /** In base64, with this rule added to those of the consent. */
  static String with(String rule) throws Exception {
    return built(
        file ->
            file.equals("consent.rego") ? text -> text + "\n" + rule : UnaryOperator.identity());
  }

  /** In base64, with every occurrence of these words replaced by others. */
  static String replacing(Map<String, String> words) throws Exception {
    return built(
        file ->
            text -> {
              String changed = text;
              for (var each : words.entrySet()) {
                changed = changed.replace(each.getKey(), each.getValue());
              }
              return changed;
            });
  }

  /** What a folder is filled with before it holds a bundle. */
  private interface Filling {
    void fill(Path folder) throws Exception;
  }

  private static String bundle(Filling filling) throws Exception {
    Path folder = Files.createTempDirectory("rego");
    try {
      filling.fill(folder);
      return Base64.getEncoder()
          .encodeToString(Files.readAllBytes(folder.resolve("bundle.tar.gz")));
    } finally {
      TestFolders.delete(folder);
    }
  }

  private static String built(Function<String, UnaryOperator<String>> change) throws Exception {
    assumeTrue(StockOpa.find().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    return bundle(folder -> build(folder, change));
  }

  private static void build(Path folder, Function<String, UnaryOperator<String>> change)
      throws Exception {
    try (Stream<Path> files = Files.walk(RULES.resolve("hefu"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(RULES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(
            copy, change.apply(copy.getFileName().toString()).apply(Files.readString(file)));
      }
    }
    run(
        folder,
        StockOpa.find().orElseThrow().toString(),
        "build",
        "--target=wasm",
        "--entrypoint=hefu/exchange/decision",
        "--entrypoint=hefu/breakglass/decision",
        "--ignore=*_test.rego",
        "--output=bundle.tar.gz",
        "hefu");
  }

  /** In base64, the rules that come with the program, packed without an {@code opa}. */
  static String shipped() throws Exception {
    return bundle(
        folder -> {
          Files.write(folder.resolve("policy.wasm"), RulesFile.shipped().module());
          Files.writeString(folder.resolve(".manifest"), "{}");
          run(folder, "tar", "--format=ustar", "-czf", "bundle.tar.gz", "policy.wasm", ".manifest");
        });
  }

  private static void run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
  }
}
