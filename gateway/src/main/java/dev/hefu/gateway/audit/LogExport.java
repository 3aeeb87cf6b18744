package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.TileId;
import java.io.IOException;

/** Copies a log into a folder that can be kept and checked offline. */
public final class LogExport {
  private LogExport() {}

  /**
   * Copies everything under one checkpoint.
   *
   * @return the checkpoint
   * @throws IOException if the log cannot be read, its checkpoint is not signed by the key, or the
   *     folder cannot be written
   */
  public static Checkpoint copy(PublishedLog log, NoteVerifier key, LogFolder folder)
      throws IOException {
    String note = log.checkpoint();
    Checkpoint checkpoint =
        Checkpoint.verified(note, key)
            .orElseThrow(() -> new IOException("the checkpoint is not signed by " + key.vkey()));
    for (TileId tile : Tiles.of(checkpoint.size())) {
      folder.writeTile(tile, log.tile(tile));
      if (tile.level() == 0) {
        folder.writeEntries(tile, log.entries(tile));
      }
    }
    folder.writeCheckpoint(note);
    return checkpoint;
  }
}
