package dev.hefu.policy.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.decision.StockOpa;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What officers may bring as rules, and everything that they may not. */
class BundleTest {
  private static final Path RULES =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego");

  private static final List<String> BOTH =
      List.of("hefu/exchange/decision", "hefu/breakglass/decision");

  @TempDir private Path folder;

  /** What a stock {@code opa} makes of our rules, one of them edited. */
  private byte[] built(String rule, UnaryOperator<String> edit, List<String> entrypoints)
      throws Exception {
    assumeTrue(StockOpa.find().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    try (Stream<Path> files = Files.walk(RULES.resolve("hefu"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(RULES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        String text = Files.readString(file);
        Files.writeString(copy, copy.endsWith(rule) ? edit.apply(text) : text);
      }
    }
    List<String> command =
        new ArrayList<>(List.of(StockOpa.find().orElseThrow().toString(), "build", "-t", "wasm"));
    entrypoints.forEach(each -> command.addAll(List.of("-e", each)));
    command.addAll(List.of("--ignore", "*_test.rego", "-o", "bundle.tar.gz", "hefu"));
    Process build =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(build.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, build.waitFor(), printed);
    return Files.readAllBytes(folder.resolve("bundle.tar.gz"));
  }

  private static UnaryOperator<String> add(String rule) {
    return text -> text + "\n" + rule + "\n";
  }

  private static void refused(String why, byte[] bundle) {
    BundleReading.Refused refused =
        assertInstanceOf(BundleReading.Refused.class, Bundle.read(bundle));
    assertTrue(refused.why().contains(why), refused.why());
  }

  @Test
  void ourOwnRulesBuiltByAStockOpaAreRead() throws Exception {
    byte[] bundle = built("none", UnaryOperator.identity(), BOTH);
    RulesFile file = assertInstanceOf(BundleReading.Read.class, Bundle.read(bundle)).file();
    assertArrayEquals(RulesFile.shipped().module(), file.module());
    assertTrue(file.revision().matches("[0-9a-f]{64}"), file.revision());
  }

  @Test
  void changedRulesAreTriedOnEveryCase() throws Exception {
    byte[] bundle =
        built(
            "consent/consent.rego",
            add("reasons contains \"not-permitted\" if input.tier == \"IDENTIFIED\""),
            BOTH);
    RulesFile file = assertInstanceOf(BundleReading.Read.class, Bundle.read(bundle)).file();
    TriedCases tried = TriedCases.of(file);
    assertTrue(tried.run() > 60, tried.run() + " cases");
    TriedCases.Difference first = tried.different().getFirst();
    assertEquals("identified, where both allow it", first.name());
    assertTrue(first.expected().startsWith("permit payment.sensitive"), first.expected());
    assertEquals("deny not-permitted", first.now());
  }

  @Test
  void aBuiltinThatIsNotNativeIsRefused() throws Exception {
    refused(
        "not native to WebAssembly: http.send",
        built(
            "consent/consent.rego",
            add(
                "reasons contains \"not-permitted\" if"
                    + " http.send({\"method\": \"get\", \"url\": input.url}).status_code == 200"),
            BOTH));
  }

  @Test
  void bothQuestionsMustBeAnswered() throws Exception {
    refused(
        "the rules answer no hefu/breakglass/decision",
        built("none", UnaryOperator.identity(), BOTH.subList(0, 1)));
  }

  @Test
  void rulesThatPermitWhatTheyDoNotKnowAreRefused() throws Exception {
    refused(
        "do not deny an exchange of which nothing is known",
        built(
            "exchange/exchange.rego",
            text -> text.replace("if count(reasons) > 0", "if count(reasons) > 99"),
            BOTH));
    refused(
        "do not refuse a break-glass of which nothing is known",
        built(
            "breakglass/breakglass.rego",
            text -> text.replace("if count(reasons) > 0", "if count(reasons) > 99"),
            BOTH));
  }

  @Test
  void aBundleThatIsCutOffIsRefusedWhereverItIsCut() throws Exception {
    byte[] whole = archive(Map.of("/policy.wasm", new byte[3_000], "/.manifest", bytes("{}")));
    byte[] packed = gzip(whole);
    for (int length = 0; length < packed.length; length++) {
      refused("it is no whole .tar.gz", Arrays.copyOf(packed, length));
    }
    for (int length = 0; length < whole.length - 1_024; length += 256) {
      assertInstanceOf(
          BundleReading.Refused.class, Bundle.read(gzip(Arrays.copyOf(whole, length))));
    }
  }

  @Test
  void whatIsNoBundleOfRulesIsRefused() throws IOException {
    byte[] module = RulesFile.shipped().module();
    refused("it is no whole .tar.gz", bytes("rubbish"));
    refused("it has no /policy.wasm", gzip(archive(Map.of("/.manifest", bytes("{}")))));
    refused("it has no /policy.wasm", gzip(archive(Map.of("/policy.wasm", module))));
    refused("the module cannot be run", gzip(archive(bundle(bytes("rubbish"), "{}"))));
    refused("/data.json is not {}", gzip(archive(bundle(module, "{\"consents\":[]}"))));
    refused("/data.json is not {}", gzip(archive(bundle(module, "{"))));
    refused("the module has 2097153 bytes", gzip(archive(bundle(new byte[2_097_153], "{}"))));
    refused("more than 4194304 bytes", gzip(new byte[4_194_305]));
    byte[] twice = archive(Map.of("/.manifest", bytes("{}")));
    byte[] doubled = Arrays.copyOf(twice, twice.length - 1_024 + twice.length);
    System.arraycopy(twice, 0, doubled, twice.length - 1_024, twice.length);
    refused(".manifest stands twice", gzip(doubled));
    byte[] sized = archive(Map.of("/.manifest", bytes("{}")));
    sized[124] = '-';
    refused("the size of .manifest is", gzip(sized));
  }

  private static Map<String, byte[]> bundle(byte[] module, String data) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("/policy.wasm", module);
    files.put("/.manifest", bytes("{}"));
    files.put("/data.json", bytes(data));
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A ustar archive, as far as its reader looks. */
  private static byte[] archive(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, file) -> {
          byte[] header = new byte[512];
          byte[] named = bytes(name);
          System.arraycopy(named, 0, header, 0, named.length);
          byte[] size = bytes("%011o".formatted(file.length));
          System.arraycopy(size, 0, header, 124, size.length);
          out.writeBytes(header);
          out.writeBytes(file);
          out.writeBytes(new byte[(512 - file.length % 512) % 512]);
        });
    out.writeBytes(new byte[1_024]);
    return out.toByteArray();
  }
}
