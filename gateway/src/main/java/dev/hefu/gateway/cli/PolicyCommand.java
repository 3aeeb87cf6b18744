package dev.hefu.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about the rules. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Replay past decisions, or ask what changed rules would have decided.",
    subcommands = {PolicyReplayCommand.class, PolicyWhatIfCommand.class})
final class PolicyCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Say replay or what-if.");
  }
}
