package dev.hefu.bench.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Processor time of the compiler's threads in a virtual machine: as long as it grows, what the
 * machine does is not what it will do. From Linux's {@code /proc}; nothing where there is none.
 */
public final class CompilerTime {
  private static final String THREADS = "C[12] Compiler.*";

  /** Of the fields after the name, counted from 0; proc(5) counts the name as its second. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** USER_HZ, which is 100 on every Linux that Java runs on. */
  private static final Duration TICK = Duration.ofMillis(10);

  private CompilerTime() {}

  /** What those of this process have used so far. */
  public static Duration of(long pid) {
    Duration sum = Duration.ZERO;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        sum = sum.plus(ofThread(thread));
      }
      return sum;
    } catch (IOException notLinux) {
      return Duration.ZERO;
    }
  }

  private static Duration ofThread(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      int end = stat.lastIndexOf(')');
      if (!stat.substring(stat.indexOf('(') + 1, end).matches(THREADS)) {
        return Duration.ZERO;
      }
      String[] fields = stat.substring(end + 2).split(" ", -1);
      return TICK.multipliedBy(
          Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
    } catch (IOException ended) {
      return Duration.ZERO;
    }
  }
}
