package dev.hefu.gateway.cli;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.document.DocumentTree;
import dev.hefu.settlement.document.Sentences;
import dev.hefu.settlement.proof.Continuation;
import dev.hefu.settlement.proof.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves an agreement as signing would, and tells it back in plain sentences. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Prove an agreement and print it back in Chinese and English sentences.")
final class AgreementCheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "An agreement in YAML or JSON.")
  private Path file = Path.of("");

  @Option(
      names = "--before",
      paramLabel = "FILE",
      description = "The version before, for an amendment that continues it.")
  private @Nullable Path before;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    DocumentTree tree = DocumentTree.read(Files.readAllBytes(file), AgreementReader.MAX_BYTES);
    List<Fault> faults =
        switch (AgreementReader.read(tree)) {
          case AgreementReading.Read(Agreement agreement, _) -> {
            List<Fault> found = following(agreement, tree.line("/continues"));
            if (found.isEmpty()) {
              Sentences.english(agreement).forEach(out::println);
              out.println();
              Sentences.chinese(agreement).forEach(out::println);
            }
            yield found;
          }
          case AgreementReading.Faulty(List<Fault> found) -> found;
        };
    print(out, file, faults);
    return faults.isEmpty() ? 0 : 1;
  }

  /** What keeps it from following the version before, if that was named. */
  private List<Fault> following(Agreement agreement, int line) throws IOException {
    Path earlier = before;
    if (earlier == null || !agreement.continues()) {
      return List.of();
    }
    return switch (AgreementReader.read(Files.readAllBytes(earlier))) {
      case AgreementReading.Read(Agreement was, _) -> Continuation.faults(was, agreement, line);
      case AgreementReading.Faulty(List<Fault> faults) ->
          List.of(
              new Fault(
                  line, "/continues", "before", earlier + " has faults: " + faults.getFirst()));
    };
  }

  /** One line per fault, in the form that editors jump to. */
  static void print(PrintWriter out, Path file, List<Fault> faults) {
    for (Fault fault : faults) {
      out.printf(
          "%s:%d: %s: %s (%s)%n", file, fault.line(), fault.where(), fault.detail(), fault.rule());
    }
  }
}
