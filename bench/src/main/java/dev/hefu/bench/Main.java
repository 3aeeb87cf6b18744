package dev.hefu.bench;

import dev.hefu.bench.crypto.CryptoBench;
import dev.hefu.bench.evidence.EvidenceBench;
import dev.hefu.bench.evidence.RaceBench;
import dev.hefu.bench.exchange.ExchangeBench;
import dev.hefu.bench.measure.Row;
import dev.hefu.bench.policy.PolicyBench;
import dev.hefu.bench.settle.DurableSettleBench;
import dev.hefu.bench.settle.SettleBench;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hefu bench}: how fast, beside what else, measured in one run on one machine. */
@Command(
    name = "hefu bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures cryptography, evidence, exchanges, decisions and splits, each beside a peer in"
            + " the same run.")
public final class Main implements Runnable {
  /** What can be measured. */
  enum What {
    CRYPTO,
    EVIDENCE,
    EXCHANGE,
    POLICY,
    RACE,
    SETTLE
  }

  @Parameters(
      arity = "0..*",
      description = "crypto, evidence, exchange, policy, race, settle; all if none is named")
  private List<What> what = new ArrayList<>();

  @Option(names = "--json", description = "Print each row as one line of JSON.")
  private boolean json;

  @Option(names = "--rate", description = "Exchanges a second (default ${DEFAULT-VALUE}).")
  private int rate = 100;

  @Option(names = "--seconds", description = "Seconds under load (default ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(names = "--search", description = "Look for the highest rate with p99 of at most 20 ms.")
  private boolean search;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Record the gateway under load, for JDK Mission Control or 'jfr print'.")
  private @Nullable Path profile;

  @Option(names = "--lines", description = "Lines of TPC-DS to split (default ${DEFAULT-VALUE}).")
  private int lines = 10_000_000;

  /** Runs the command line. */
  public static void main(String[] words) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(words));
  }

  @Override
  public void run() {
    PrintStream out = System.out;
    List<What> wanted = what.isEmpty() ? List.of(What.values()) : what;
    List<Row> rows = new ArrayList<>();
    for (What one : wanted) {
      rows.addAll(
          switch (one) {
            case CRYPTO -> new CryptoBench().run();
            case EVIDENCE -> new EvidenceBench(seconds).run();
            case EXCHANGE ->
                new ExchangeBench(new ExchangeBench.Options(rate, seconds, search, profile)).run();
            case POLICY -> new PolicyBench().run();
            case RACE -> new RaceBench(seconds).run();
            case SETTLE -> settle();
          });
    }
    if (json) {
      rows.forEach(row -> out.println(row.json()));
    } else {
      out.print(Row.table(rows));
    }
  }

  private List<Row> settle() {
    List<Row> rows = new ArrayList<>(new SettleBench(lines).run());
    rows.addAll(new DurableSettleBench().run());
    return rows;
  }
}
