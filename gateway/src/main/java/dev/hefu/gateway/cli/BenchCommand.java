package dev.hefu.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands; the launcher starts the bench's own main in its place. */
@Command(
    name = "bench",
    description =
        "Measure: ./hefu bench [exchange|policy|settle] [--json]. Started by the launcher.")
final class BenchCommand implements Callable<Integer> {
  @Unmatched private String[] words = {};

  @Override
  public Integer call() {
    throw new CommandFailed(
        "the bench is no part of the gateway; start it as ./hefu bench "
            + String.join(" ", words).strip());
  }
}
