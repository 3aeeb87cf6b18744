package dev.hefu.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about revenue agreements, for people who write or check them. */
@Command(
    name = "agreement",
    mixinStandardHelpOptions = true,
    description = "Check a revenue agreement, or run cases of what it gives.",
    subcommands = {AgreementCheckCommand.class, AgreementTestCommand.class})
final class AgreementCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Say check or test.");
  }
}
