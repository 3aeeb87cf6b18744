package dev.hefu.crypto.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of one level-0 tile in their wire form, each after its length (tlog-tiles). */
public final class EntryBundle {
  /** The length of an entry is written in two bytes. */
  public static final int MAX_ENTRY_BYTES = 0xffff;

  private EntryBundle() {}

  /**
   * The wire form.
   *
   * @throws IllegalArgumentException if there are more than 256 entries or one is longer than
   *     {@value #MAX_ENTRY_BYTES} bytes
   */
  public static byte[] encode(List<byte[]> entries) {
    if (entries.size() > TileId.FULL_WIDTH) {
      throw new IllegalArgumentException(
          "a bundle has at most " + TileId.FULL_WIDTH + " entries, not " + entries.size());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException(
            "an entry has at most " + MAX_ENTRY_BYTES + " bytes, not " + entry.length);
      }
      out.write(entry.length >>> 8);
      out.write(entry.length);
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  /**
   * The entries; empty unless the bytes hold exactly this many.
   *
   * @param width the number of entries, 1 to 256
   */
  public static Optional<List<byte[]>> decode(byte[] bytes, int width) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<byte[]> entries = new ArrayList<>();
    while (in.remaining() >= Short.BYTES && entries.size() < width) {
      int length = Short.toUnsignedInt(in.getShort());
      if (length > in.remaining()) {
        return Optional.empty();
      }
      byte[] entry = new byte[length];
      in.get(entry);
      entries.add(entry);
    }
    return entries.size() == width && !in.hasRemaining() ? Optional.of(entries) : Optional.empty();
  }
}
