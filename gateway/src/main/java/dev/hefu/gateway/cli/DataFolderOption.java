package dev.hefu.gateway.cli;

import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.partner.GatewayAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the demo's data lives, for every command that has to do with it. */
final class DataFolderOption {
  private static final Path DEFAULT = Path.of("data", "demo");

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Where the demo's data lives (default: data/demo in the checkout).")
  private Path folder = Path.of(System.getProperty("hefu.home", ".")).resolve(DEFAULT);

  Path path() {
    return folder;
  }

  /** The option as it has to be repeated; empty for the default. */
  String word() {
    Path byDefault = Path.of(System.getProperty("hefu.home", ".")).resolve(DEFAULT);
    return folder.equals(byDefault) ? "" : folder.toString();
  }

  /**
   * The folder of a demo that was started before.
   *
   * @throws CommandFailed if there is none
   */
  DemoFolder existing() throws IOException {
    if (!Files.exists(folder.resolve("running.json"))) {
      throw new CommandFailed(
          "no demo has run in %s; start one with ./hefu demo, or name its folder with --data-dir."
              .formatted(folder.toAbsolutePath().normalize()));
    }
    return DemoFolder.open(folder);
  }

  /** Where the demo's gateway is. */
  GatewayAddress address() throws IOException {
    return GatewayAddress.load(existing().running());
  }
}
