package dev.hefu.gateway.cli;

import dev.hefu.gateway.InvalidConfig;
import dev.hefu.gateway.demo.folder.DemoRefused;
import dev.hefu.gateway.embedded.StartRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hefu} with its subcommands. */
@Command(
    name = "hefu",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "合符: a gateway through which independent commerce platforms share data with consent and"
          + " divide the revenue they make together.",
      "电商平台、支付平台、品牌、门店与承运商之间，经同意共享数据，并精确分账。"
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      CallCommand.class,
      CommandGroup.Log.class,
      CommandGroup.Receipt.class,
      CommandGroup.Agreement.class,
      CommandGroup.Policy.class,
      BenchCommand.class,
      VersionCommand.class
    })
public final class HefuCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /**
   * Runs a command line.
   *
   * @return the exit code: 0 if it did what was asked, 1 if it could not, 2 if it was not
   *     understood
   */
  public static int execute(String... words) {
    return line().execute(words);
  }

  static CommandLine line() {
    return new CommandLine(new HefuCommand())
        // What follows an @ is a body in a file, not more words.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler((failed, line, parsed) -> report(failed, line))
        .setExitCodeExceptionMapper(failed -> failed instanceof ParameterException ? 2 : 1);
  }

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Name a command.");
  }

  /** What a person can mend is one sentence; anything else is a fault of ours and shown whole. */
  private static int report(Exception failed, CommandLine line) {
    PrintWriter err = line.getErr();
    switch (failed) {
      case DemoRefused refused -> err.println("hefu: " + refused.getMessage());
      case StartRefused refused -> err.println("hefu: " + refused.getMessage());
      case InvalidConfig invalid -> err.println("hefu: " + invalid.getMessage());
      case CommandFailed refused -> err.println("hefu: " + refused.getMessage());
      case UncheckedIOException broken -> err.println("hefu: " + broken.getMessage());
      case IOException broken -> err.println("hefu: " + broken.getMessage());
      default -> failed.printStackTrace(err);
    }
    err.flush();
    return 1;
  }
}
