package dev.hefu.gateway.cli;

import dev.hefu.crypto.log.NoteVerifier;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key that the log's checkpoints must be signed with. */
final class LogKeyOption {
  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The log's key as c2sp.org/signed-note writes it (default: the demo's).")
  private @Nullable String vkey;

  NoteVerifier key(DataFolderOption data) throws IOException {
    if (vkey == null) {
      return data.address().logKey();
    }
    return NoteVerifier.parse(vkey)
        .orElseThrow(() -> new CommandFailed("--key is no key of a log."));
  }
}
