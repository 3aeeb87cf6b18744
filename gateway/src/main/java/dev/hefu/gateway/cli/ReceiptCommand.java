package dev.hefu.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about consent receipts, for whoever is shown one. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = "Check a consent receipt.",
    subcommands = ReceiptVerifyCommand.class)
final class ReceiptCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Say verify.");
  }
}
