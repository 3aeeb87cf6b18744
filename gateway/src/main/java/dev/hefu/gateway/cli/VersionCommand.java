package dev.hefu.gateway.cli;

import dev.hefu.policy.decision.RulesFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Says which version of what runs on what, and by which rules. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  /** Raised by hand at a release; the build writes no manifest. */
  static final String VERSION = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {
      "hefu %s, Java %s (%s)"
          .formatted(
              VERSION, Runtime.version(), System.getProperty("java.vendor", "unknown vendor")),
      "rules " + RulesFile.shipped().revision()
    };
  }

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      System.out.println(line);
    }
    return 0;
  }
}
