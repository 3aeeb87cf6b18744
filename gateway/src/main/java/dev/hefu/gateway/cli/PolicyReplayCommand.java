package dev.hefu.gateway.cli;

import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.policy.input.InputText;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes past decisions of the rules at hand again and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Decide past inputs again by the rules that decided them, and compare.",
      "By the rules in this program, or with --opa by their sources and a stock opa."
    })
final class PolicyReplayCommand implements Callable<Integer> {
  /** Nobody waits for an answer here. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @Parameters(paramLabel = "JDBC-URL", description = "The gateway's database.")
  private String database = "";

  @Option(names = "--opa", description = "Run the rules' sources by the opa on the PATH.")
  private boolean stock;

  @Override
  public Integer call() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        EmbeddedEngine engine = new EmbeddedEngine(1, PATIENT)) {
      Replay.Rules rules =
          stock
              ? new StockOpa(PolicyRules.program(), PolicyRules.ours())::decide
              : inputs -> decide(engine, inputs);
      Replay.Result result =
          new Replay(rules).run(new PastDecisions(connection), engine.revision()::equals);
      System.out.printf(
          "%d decisions by revision %s made again, %d come out otherwise; %d by other revisions"
              + " left out%n",
          result.replayed(), engine.revision(), result.different(), result.others());
      PolicyRules.print(result, System.out);
      return result.different() == 0 ? 0 : 1;
    }
  }

  private static List<Decision> decide(EmbeddedEngine engine, List<String> inputs) {
    List<Decision> decisions = new ArrayList<>(inputs.size());
    for (String input : inputs) {
      decisions.add(engine.decide(InputText.of(input)).decision());
    }
    return decisions;
  }
}
