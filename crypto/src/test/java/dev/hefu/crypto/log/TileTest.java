package dev.hefu.crypto.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TileTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 273, 112, tile/0/273.p/112",
    "2, 0, 1, tile/2/000.p/1",
    "1, 1234067, 256, tile/1/x001/x234/067",
    "0, 1000, 255, tile/0/x001/000.p/255"
  })
  void pathsAreThoseOfTheStandard(int level, long index, int width, String path) {
    TileId tile = new TileId(level, index, width);
    assertEquals(path, tile.path());
    assertEquals(Optional.of(tile), TileId.parse(path));
  }

  @Property
  void everyPathIsReadBack(
      @ForAll @IntRange(max = 7) int level,
      @ForAll @LongRange(max = 1L << 48) long index,
      @ForAll @IntRange(min = 1, max = 256) int width) {
    TileId tile = new TileId(level, index, width);
    assertEquals(Optional.of(tile), TileId.parse(tile.path()));
    TileId leaves = new TileId(0, index, width);
    assertEquals(Optional.of(leaves), TileId.parseEntries(leaves.entriesPath()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/x1/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/-1/000",
        "tile/0/../000",
        "tile/0/x001/x001/x001/x001/x001/x001/000"
      })
  void otherPathsAreNone(String path) {
    assertEquals(Optional.empty(), TileId.parse(path));
    assertEquals(Optional.empty(), TileId.parseEntries(path.replace("tile/0/", "tile/entries/")));
  }

  /** The example of the standard: the tiles of a tree of 70,000 leaves. */
  @ParameterizedTest
  @CsvSource({"0, 0, 256", "0, 69999, 112", "1, 0, 256", "1, 272, 17", "2, 0, 1"})
  void widthsFollowTheSizeOfTheTree(int level, long hash, int width) {
    assertEquals(width, TileId.holding(level, hash, 70_000).width());
  }

  @Test
  void aTreeHasNoTileBeyondItsEdge() {
    assertThrows(IllegalArgumentException.class, () -> TileId.holding(0, 256, 256));
    assertThrows(IllegalArgumentException.class, () -> TileId.holding(1, 0, 255));
    assertThrows(IllegalArgumentException.class, () -> new TileId(0, 0, 257));
    assertThrows(IllegalArgumentException.class, () -> new TileId(8, 0, 1));
  }

  @Property
  void entriesSurviveTheirBundle(@ForAll @Size(min = 1, max = 20) List<byte[]> entries) {
    List<byte[]> read =
        EntryBundle.decode(EntryBundle.encode(entries), entries.size()).orElseThrow();
    assertEquals(entries.size(), read.size());
    for (int i = 0; i < entries.size(); i++) {
      assertArrayEquals(entries.get(i), read.get(i));
    }
  }

  @Test
  void aBundleHoldsExactlyWhatItsNameSays() {
    byte[] two = EntryBundle.encode(List.of(new byte[] {1}, new byte[] {2, 3}));
    assertArrayEquals(new byte[] {0, 1, 1, 0, 2, 2, 3}, two);
    assertEquals(Optional.empty(), EntryBundle.decode(two, 1));
    assertEquals(Optional.empty(), EntryBundle.decode(two, 3));
    assertEquals(Optional.empty(), EntryBundle.decode(new byte[] {0, 2, 1}, 1));
    assertEquals(Optional.empty(), EntryBundle.decode(new byte[] {0}, 1));
  }

  @Test
  void limitsOfABundleHoldAtTheirEdge() {
    List<byte[]> longest = List.of(new byte[EntryBundle.MAX_ENTRY_BYTES]);
    assertTrue(EntryBundle.decode(EntryBundle.encode(longest), 1).isPresent());
    List<byte[]> tooLong = List.of(new byte[EntryBundle.MAX_ENTRY_BYTES + 1]);
    assertThrows(IllegalArgumentException.class, () -> EntryBundle.encode(tooLong));
    assertTrue(
        EntryBundle.decode(EntryBundle.encode(Collections.nCopies(256, new byte[0])), 256)
            .isPresent());
    List<byte[]> tooMany = Collections.nCopies(257, new byte[0]);
    assertThrows(IllegalArgumentException.class, () -> EntryBundle.encode(tooMany));
  }
}
