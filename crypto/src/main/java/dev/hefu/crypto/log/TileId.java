package dev.hefu.crypto.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one tile: up to 256 neighbouring hashes of one level (c2sp.org/tlog-tiles).
 *
 * @param level 0 for leaf hashes; each level up stands for eight levels of the tree
 * @param index of the tile within its level
 * @param width the hashes it holds, 256 if it is full
 */
public record TileId(int level, long index, int width) {
  /** Levels of the tree that one tile spans. */
  static final int HEIGHT = 8;

  /** Hashes, or entries, of a full tile. */
  public static final int FULL_WIDTH = 1 << HEIGHT;

  /** The highest level that a tree of {@link Frontier#MAX_SIZE} leaves has. */
  public static final int MAX_LEVEL = 7;

  private static final String NUMBER = "((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?";
  private static final Pattern TILE = Pattern.compile("tile/(\\d{1,2})/" + NUMBER);
  private static final Pattern ENTRIES = Pattern.compile("tile/entries/" + NUMBER);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TileId {
    if (level < 0 || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL_WIDTH) {
      throw new IllegalArgumentException(
          "no tile at level " + level + ", index " + index + ", width " + width);
    }
  }

  /**
   * The tile that holds a hash, as wide as a tree of this size makes it.
   *
   * @param level of the tile
   * @param hashIndex of the hash among all of its level
   * @param size of the tree
   * @throws IllegalArgumentException if the tree has no such hash
   */
  public static TileId holding(int level, long hashIndex, long size) {
    long tile = hashIndex / FULL_WIDTH;
    long hashes = (size >>> (HEIGHT * level)) - tile * FULL_WIDTH;
    return new TileId(level, tile, (int) Math.min(FULL_WIDTH, hashes));
  }

  /** Whether it holds all the hashes it ever will. */
  public boolean full() {
    return width == FULL_WIDTH;
  }

  /** The index of its first hash among all hashes of its level. */
  public long first() {
    return index * FULL_WIDTH;
  }

  /** The path below the log's prefix, such as {@code tile/0/x001/x234/067.p/8}. */
  public String path() {
    return "tile/" + level + "/" + number();
  }

  /** The path of the entries whose hashes this level-0 tile holds. */
  public String entriesPath() {
    return "tile/entries/" + number();
  }

  private String number() {
    StringBuilder text = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      text.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return full() ? text.toString() : text + ".p/" + width;
  }

  /** The tile with this path; empty unless the path is exactly what {@link #path} writes. */
  public static Optional<TileId> parse(String path) {
    Matcher match = TILE.matcher(path);
    if (!match.matches() || Integer.parseInt(match.group(1)) > MAX_LEVEL) {
      return Optional.empty();
    }
    return of(Integer.parseInt(match.group(1)), match.group(2), match.group(3))
        .filter(tile -> tile.path().equals(path));
  }

  /** The level-0 tile whose entries have this path; empty unless {@link #entriesPath} writes it. */
  public static Optional<TileId> parseEntries(String path) {
    Matcher match = ENTRIES.matcher(path);
    return match.matches()
        ? of(0, match.group(1), match.group(2)).filter(tile -> tile.entriesPath().equals(path))
        : Optional.empty();
  }

  private static Optional<TileId> of(int level, String number, @Nullable String partial) {
    int width = partial == null ? FULL_WIDTH : Integer.parseInt(partial);
    return width > FULL_WIDTH
        ? Optional.empty()
        : Optional.of(
            new TileId(level, Long.parseLong(number.replace("x", "").replace("/", "")), width));
  }
}
