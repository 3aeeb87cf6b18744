package dev.hefu.gateway.cli;

import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.StockOpa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what changed rules would have decided, before they decide anything. */
@Command(
    name = "what-if",
    mixinStandardHelpOptions = true,
    description = {
      "Run changed rules over all past decisions and list what would change.",
      "The rules' own tests must pass first. Needs a stock opa."
    })
final class PolicyWhatIfCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "The changed rules with their tests: a copy of policy/src/main/rego.")
  private Path folder = Path.of(".");

  @Parameters(index = "1", paramLabel = "JDBC-URL", description = "The gateway's database.")
  private String database = "";

  @Override
  public Integer call() throws IOException, SQLException {
    Path rules = folder.resolve("hefu");
    if (!Files.isDirectory(rules)) {
      throw new CommandFailed(folder + " has no folder hefu with rules in it.");
    }
    StockOpa opa = new StockOpa(PolicyRules.program(), rules);
    opa.test();
    try (Connection connection = DriverManager.getConnection(database)) {
      Replay.Result result =
          new Replay(opa::decide).run(new PastDecisions(connection), any -> true);
      System.out.printf(
          "%d past decisions, %d would change%n", result.replayed(), result.different());
      PolicyRules.print(result, System.out);
      return 0;
    }
  }
}
