package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.log.TileId;

final class TileFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void tiles(byte[] input) {
    String path = FuzzKeys.text(input);
    TileId.parse(path).ifPresent(tile -> assertEquals(path, tile.path()));
    TileId.parseEntries(path).ifPresent(tile -> assertEquals(path, tile.entriesPath()));
  }
}
