package dev.hefu.gateway.cli;

import dev.hefu.settlement.cases.CaseFile;
import dev.hefu.settlement.cases.CaseReader;
import dev.hefu.settlement.cases.CaseReading;
import dev.hefu.settlement.cases.CaseRun;
import dev.hefu.settlement.cases.Check;
import dev.hefu.settlement.proof.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Settles the cases of files and says of each expectation whether it holds. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Run case files: what an agreement must give for events, and why.")
final class AgreementTestCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of cases.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--quiet", description = "Print only what does not hold, and the sums.")
  private boolean quiet;

  private int cases;
  private int held;
  private int failed;
  private int unreadable;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (Path file : files) {
      switch (CaseReader.read(Files.readAllBytes(file))) {
        case CaseReading.Read(CaseFile read) -> run(out, file, read);
        case CaseReading.Faulty(List<Fault> faults) -> {
          unreadable++;
          AgreementCheckCommand.print(out, file, faults);
        }
      }
    }
    out.printf("%d cases, %d expectations hold, %d do not", cases, held, failed);
    out.println(unreadable == 0 ? "" : ", " + unreadable + " files could not be read");
    return failed + unreadable == 0 ? 0 : 1;
  }

  private void run(PrintWriter out, Path file, CaseFile read) {
    if (!quiet) {
      out.printf("%s: %s · %s%n", file, read.titleEnglish(), read.titleChinese());
    }
    for (CaseFile.Case each : read.cases()) {
      cases++;
      if (!quiet) {
        out.printf("  %s%n", each.name());
      }
      for (Check check : CaseRun.run(each)) {
        print(out, file, check);
      }
    }
  }

  private void print(PrintWriter out, Path file, Check check) {
    if (check.holds()) {
      held++;
      if (!quiet) {
        out.printf("    ✓ %s: %s%n", check.what(), check.why());
      }
    } else {
      failed++;
      out.printf("    ✗ %s:%d: %s: %s%n", file, check.sourceLine(), check.what(), check.why());
      out.printf("        expected %s%n", check.expected());
      out.printf("        actual   %s%n", check.actual());
    }
  }
}
