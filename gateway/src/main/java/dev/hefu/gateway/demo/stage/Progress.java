package dev.hefu.gateway.demo.stage;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows how far the story is: a line per step and, on a terminal, a count within the step that is
 * written over itself.
 */
public final class Progress {
  private static final int SECONDS_WIDTH = 6;

  private final PrintStream out;
  private final boolean terminal;
  private final Instant start = Instant.now();
  private final AtomicLong count = new AtomicLong();
  private volatile long total;
  private volatile String current = "";

  /**
   * @param terminal whether a line may be written over
   */
  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Begins a step. */
  public synchronized void begin(String title) {
    current = title;
    count.set(0);
    total = 0;
    if (terminal) {
      out.print("\r\033[K" + stamp() + "  … " + title);
      out.flush();
    }
  }

  /** Says how many things the step does. */
  public void expect(long things) {
    total = things;
  }

  /** Says that one more thing is done. */
  public void advance() {
    long done = count.incrementAndGet();
    boolean worthShowing = done == total || done % Math.max(1, total / 100) == 0;
    if (terminal && worthShowing) {
      synchronized (this) {
        out.print("\r\033[K%s  … %s  %d/%d".formatted(stamp(), current, done, total));
        out.flush();
      }
    }
  }

  /** Ends the step with what it came to. */
  public synchronized void end(String result) {
    String line = stamp() + "  ✓ " + current + (result.isEmpty() ? "" : "  — " + result);
    out.println(terminal ? "\r\033[K" + line : line);
  }

  /** Ends the step with what went wrong. */
  public synchronized void fail(String reason) {
    String line = stamp() + "  ✗ " + current + "  — " + reason;
    out.println(terminal ? "\r\033[K" + line : line);
  }

  /** Time since the start. */
  public Duration elapsed() {
    return Duration.between(start, Instant.now());
  }

  private String stamp() {
    return ("%" + SECONDS_WIDTH + ".1fs").formatted(elapsed().toMillis() / 1000.0);
  }
}
