package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The consumer of docs/samples, written from the pages alone, runs all their vectors. */
final class SampleConsumerTest {
  private static final Path DOCS = Path.of(System.getProperty("hefu.root", ".."), "docs");
  private static final int LONGEST_RUN_SECONDS = 60;

  @Test
  void itAcceptsAndRefusesWhatThePagesSay() throws IOException, InterruptedException {
    Peer.assumeInstalled("node");
    Process run =
        new ProcessBuilder(
                "node",
                DOCS.resolve("samples/consumer.mjs").toString(),
                DOCS.resolve("formats/vectors").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(run.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS));
    assertEquals("vectors accepted=13 refused=69", said.strip());
  }
}
