package dev.hefu.gateway.cli;

import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.gateway.audit.LogExport;
import dev.hefu.gateway.audit.LogFolder;
import dev.hefu.gateway.audit.ServedLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a server's log into a folder that is verified offline. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Copy the log of a server into a folder (c2sp.org/tlog-tiles).")
final class LogExportCommand implements Callable<Integer> {
  @Mixin private DataFolderOption data = new DataFolderOption();
  @Mixin private LogKeyOption key = new LogKeyOption();

  @Parameters(paramLabel = "FOLDER", description = "Where to; made if absent.")
  private Path folder = Path.of(".");

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "The gateway's URL (default: the demo's).")
  private @Nullable URI from;

  @Override
  public Integer call() throws IOException {
    URI source = from == null ? data.address().url() : from;
    try (ServedLog log = new ServedLog(source)) {
      Checkpoint copied = LogExport.copy(log, key.key(data), new LogFolder(folder));
      System.out.printf("exported %d leaves of %s to %s%n", copied.size(), copied.origin(), folder);
      return 0;
    }
  }
}
