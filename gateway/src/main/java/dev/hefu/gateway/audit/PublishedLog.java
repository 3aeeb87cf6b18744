package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.TileId;
import java.io.IOException;

/** A copy of the log as c2sp.org/tlog-tiles publishes it. Nothing that it says is believed. */
public interface PublishedLog {
  /**
   * The signed checkpoint.
   *
   * @throws IOException if the copy cannot be read
   */
  String checkpoint() throws IOException;

  /**
   * The hashes of a tile, one after the other.
   *
   * @throws IOException if the copy has no such tile
   */
  byte[] tile(TileId tile) throws IOException;

  /**
   * The bundle of the entries under a tile of level 0.
   *
   * @throws IOException if the copy has no such bundle
   */
  byte[] entries(TileId tile) throws IOException;
}
