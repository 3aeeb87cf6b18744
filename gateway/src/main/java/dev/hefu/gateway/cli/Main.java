package dev.hefu.gateway.cli;

/** The process: one command of the command line. */
public final class Main {
  private Main() {}

  /** Runs the command and ends with its exit code. */
  public static void main(String[] words) {
    System.exit(HefuCommand.execute(words));
  }
}
