package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The reference library of SD-JWT, as {@code crypto/src/test/peers/prepare} installs it. A test
 * that asks for it without that is skipped.
 */
final class StockSdJwt {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_RUN_SECONDS = 120;
  private static final Path CRYPTO = Path.of(System.getProperty("hefu.root"), "crypto");
  private static final Path PYTHON = CRYPTO.resolve("target/peers/venv/bin/python");
  private static final Path SCRIPT = CRYPTO.resolve("src/test/peers/sd_jwt_peer.py");

  private StockSdJwt() {}

  /**
   * What the library reads.
   *
   * @param ours the key, the texts that it must read and those that it must refuse
   */
  static JsonNode read(JsonNode ours) throws Exception {
    assumeTrue(
        Files.exists(PYTHON) && run("-c", "import sd_jwt") == 0,
        "skipped: no sd-jwt; run crypto/src/test/peers/prepare");
    Path folder = Files.createTempDirectory("hefu-sd-jwt");
    Path in = folder.resolve("ours.json");
    Path out = folder.resolve("theirs.json");
    try {
      MAPPER.writeValue(in.toFile(), ours);
      assertEquals(0, run(SCRIPT.toAbsolutePath().toString(), in.toString(), out.toString()));
      return MAPPER.readTree(out.toFile());
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.delete(folder);
    }
  }

  private static int run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.command().addFirst(PYTHON.toAbsolutePath().toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS), "it does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
