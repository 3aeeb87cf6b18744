package dev.hefu.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing but have others; said alone, it asks for one of them. */
sealed class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec group = Objects.requireNonNull(spec);
    throw new ParameterException(
        group.commandLine(), "Say " + String.join(" or ", group.subcommands().keySet()) + ".");
  }

  /** Commands about the log. */
  @Command(
      name = "log",
      mixinStandardHelpOptions = true,
      description = "Verify or export the log of evidence.",
      subcommands = {LogVerifyCommand.class, LogExportCommand.class})
  static final class Log extends CommandGroup {}

  /** Commands about consent receipts, for whoever is shown one. */
  @Command(
      name = "receipt",
      mixinStandardHelpOptions = true,
      description = "Check a consent receipt.",
      subcommands = ReceiptVerifyCommand.class)
  static final class Receipt extends CommandGroup {}

  /** Commands about revenue agreements, for people who write or check them. */
  @Command(
      name = "agreement",
      mixinStandardHelpOptions = true,
      description = "Check a revenue agreement, or run cases of what it gives.",
      subcommands = {AgreementCheckCommand.class, AgreementTestCommand.class})
  static final class Agreement extends CommandGroup {}

  /** Commands about the rules. */
  @Command(
      name = "policy",
      mixinStandardHelpOptions = true,
      description = "Replay past decisions, or ask what changed rules would have decided.",
      subcommands = {PolicyReplayCommand.class, PolicyWhatIfCommand.class})
  static final class Policy extends CommandGroup {}
}
