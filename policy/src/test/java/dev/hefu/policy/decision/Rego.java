package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules' folder, and the {@code opa} that compiles them where there is one. */
final class Rego {
  static final Path FOLDER =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego");
  static final Path MODULE = FOLDER.resolve("policy.wasm");
  static final Path DIGEST = FOLDER.resolve("policy.sha256");

  private Rego() {}

  /** The program, where there is one. */
  static Optional<Path> opa() {
    return StockOpa.find();
  }

  /** Runs {@code opa} in the rules' folder and returns what it printed. */
  static Run run(Path opa, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(opa.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), printed);
  }

  record Run(int status, String printed) {}

  /** The module that this {@code opa} makes of the rules. */
  static byte[] compile(Path opa) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("rego");
    try {
      return compile(opa, folder);
    } finally {
      delete(folder);
    }
  }

  /** Removes a folder that holds nothing but files. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static byte[] compile(Path opa, Path folder) throws IOException, InterruptedException {
    Path bundle = folder.resolve("bundle.tar.gz");
    Run build =
        run(
            opa,
            "build",
            "--target=wasm",
            "--entrypoint=hefu/exchange/decision",
            "--entrypoint=hefu/breakglass/decision",
            "--ignore=*_test.rego",
            "--output=" + bundle,
            "hefu");
    if (build.status() != 0) {
      throw new IllegalStateException(build.printed());
    }
    Process tar =
        new ProcessBuilder(
                "tar", "-xzf", bundle.toString(), "-C", folder.toString(), "/policy.wasm")
            .redirectErrorStream(true)
            .start();
    String printed = new String(tar.getInputStream().readAllBytes(), UTF_8);
    if (tar.waitFor() != 0) {
      throw new IllegalStateException(printed);
    }
    return Files.readAllBytes(folder.resolve("policy.wasm"));
  }

  /** SHA-256 over path and text of every rule that is compiled, in the order of their paths. */
  static String digest() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : sources()) {
      String name = FOLDER.relativize(file).toString().replace(File.separatorChar, '/');
      digest.update((name + "\n" + Files.readString(file) + "\n").getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".rego"))
          .filter(file -> !file.toString().endsWith("_test.rego"))
          .sorted()
          .toList();
    }
  }
}
