package dev.hefu.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a bench keeps its servers' data: gone when the bench is over, for a run under load leaves
 * gigabytes. To be closed after them.
 */
public final class BenchFolder implements AutoCloseable {
  private final Path path;

  /** A new one among the system's temporary folders. */
  public BenchFolder() throws IOException {
    path = Files.createTempDirectory("hefu-bench");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
