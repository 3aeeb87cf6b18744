package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a test does to the processes of a server. */
public enum Signal {
  /** They stand still: the system accepts connections for them, and nobody answers. */
  STOP,
  /** They go on where they stood. */
  CONT,
  /** They end at once, as in a power cut. */
  KILL;

  /** Sends it to all of them, and waits for the end of those that it ends. */
  public void to(List<ProcessHandle> processes) throws IOException {
    List<String> words = new ArrayList<>(List.of("kill", "-" + name()));
    processes.forEach(process -> words.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    if (this == KILL) {
      processes.forEach(process -> process.onExit().join());
    }
  }
}
