package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The consumer of docs/samples, written from the pages alone, runs all their vectors. */
final class SampleConsumerTest {
  private static final Path DOCS = Path.of(System.getProperty("hefu.root", ".."), "docs");
  private static final int LONGEST_RUN_SECONDS = 60;

  private static boolean onThePath(String program) {
    String path = String.valueOf(System.getenv("PATH"));
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void itAcceptsAndRefusesWhatThePagesSay() throws IOException, InterruptedException {
    assumeTrue(onThePath("node"), "skipped: no node on the PATH");
    Process run =
        new ProcessBuilder(
                "node",
                DOCS.resolve("samples/consumer.mjs").toString(),
                DOCS.resolve("formats/vectors").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(run.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS));
    assertEquals("vectors accepted=9 refused=30", said.strip());
  }
}
