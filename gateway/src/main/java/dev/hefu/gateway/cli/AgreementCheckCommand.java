package dev.hefu.gateway.cli;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.AgreementReader;
import dev.hefu.settlement.agreement.AgreementReading;
import dev.hefu.settlement.agreement.Fault;
import dev.hefu.settlement.agreement.Sentences;
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

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    return switch (AgreementReader.read(Files.readAllBytes(file))) {
      case AgreementReading.Read(Agreement agreement, _) -> {
        Sentences.english(agreement).forEach(out::println);
        out.println();
        Sentences.chinese(agreement).forEach(out::println);
        yield 0;
      }
      case AgreementReading.Faulty(List<Fault> faults) -> {
        print(out, file, faults);
        yield 1;
      }
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
