package dev.hefu.gateway.cli;

import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.StockOpa;
import java.io.PrintStream;
import java.nio.file.Path;

/** Where the commands about rules find them, and how they print what they found. */
final class PolicyRules {
  private PolicyRules() {}

  /**
   * The stock program.
   *
   * @throws CommandFailed if there is none
   */
  static Path program() {
    return StockOpa.find()
        .orElseThrow(
            () -> new CommandFailed("opa is neither on the PATH nor in ~/go/bin; install it."));
  }

  /** The sources of the rules in this program. */
  static Path ours() {
    return Path.of(System.getProperty("hefu.home", "."), "policy", "src", "main", "rego", "hefu");
  }

  static void print(Replay.Result result, PrintStream out) {
    for (Replay.Difference each : result.listed()) {
      out.printf(
          "  leaf %d, exchange %s%n    was  %s%n    now  %s%n",
          each.past().index(), each.past().exchange(), each.past().decision(), each.now());
    }
    if (result.different() > result.listed().size()) {
      out.printf("  and %d more%n", result.different() - result.listed().size());
    }
  }
}
