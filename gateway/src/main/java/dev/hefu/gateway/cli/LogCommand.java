package dev.hefu.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about the log. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Verify or export the log of evidence.",
    subcommands = {LogVerifyCommand.class, LogExportCommand.class})
final class LogCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Say verify or export.");
  }
}
