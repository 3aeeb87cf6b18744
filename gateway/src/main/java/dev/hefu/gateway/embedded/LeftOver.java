package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the child of a run that was killed before it could stop its parts. */
final class LeftOver {
  /** PostgreSQL writes a checkpoint before it ends; longer than this it hangs. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private LeftOver() {}

  /**
   * Ends the process whose id is the first line of this file, if it still runs and its command line
   * has {@code mark}, first asking, then killing. An id that now belongs to another program, or a
   * process that cannot be looked into, is left alone.
   */
  static void stop(Path idFile, String mark) throws IOException {
    if (!Files.exists(idFile)) {
      return;
    }
    Optional<ProcessHandle> found =
        Files.readAllLines(idFile).stream()
            .findFirst()
            .map(String::strip)
            .filter(line -> line.matches("[1-9][0-9]{0,18}"))
            .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
            .filter(process -> hasMark(process, mark));
    if (found.isPresent()) {
      end(found.get());
    }
    Files.deleteIfExists(idFile);
  }

  /** Asks a process to stop, and kills it with its children when it does not within 30 s. */
  static void end(ProcessHandle process) {
    process.destroy();
    if (!ended(process)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      ended(process);
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean hasMark(ProcessHandle process, String mark) {
    return process.info().commandLine().filter(line -> line.contains(mark)).isPresent();
  }
}
