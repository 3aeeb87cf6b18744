package dev.hefu.settlement.split;

import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over entries in their order, by {@code docs/formats/posting.md}: over the hashes of
 * segments of {@link #SEGMENT} entries, so that segments can be hashed apart.
 */
public final class JournalHash {
  /** Entries of one segment: enough to keep a core busy, few enough to share out. */
  public static final int SEGMENT = 4096;

  /** Bytes collected before they are hashed; the longest entry is far shorter. */
  private static final int BUFFER = 64 * 1024;

  /** An entry has at most two postings per item and move, with 15 bytes each. */
  private static final int LONGEST_ENTRY = 32 * 1024;

  private final MessageDigest all = sha256();
  private final MessageDigest segment = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private int inSegment;
  private long bytes;

  /** Adds an entry. */
  public void add(Entry entry) {
    begin(entry.event(), entry.line().orElse(null), entry.cause(), entry.postings().size());
    for (Posting posting : entry.postings()) {
      posting(
          posting.item(),
          posting.term(),
          posting.party(),
          posting.state().code(),
          posting.amountMinor());
    }
    end();
  }

  void begin(
      Stamp event, @org.jspecify.annotations.Nullable LineKey line, Cause cause, int postings) {
    buffer.put((byte) cause.code());
    text(event.source());
    text(event.id());
    if (line == null) {
      buffer.putShort((short) 0);
    } else {
      text(line.owner());
      text(line.order());
      text(line.line());
    }
    buffer.putShort((short) postings);
  }

  void posting(int item, int term, int party, int state, long amountMinor) {
    buffer.putShort((short) item);
    buffer.putShort((short) term);
    buffer.putShort((short) party);
    buffer.put((byte) state);
    buffer.putLong(amountMinor);
  }

  void end() {
    inSegment++;
    if (inSegment == SEGMENT) {
      closeSegment();
    } else if (buffer.remaining() < LONGEST_ENTRY) {
      flush();
    }
  }

  /** Bytes of entries hashed so far. */
  public long bytes() {
    return bytes + buffer.position();
  }

  /** The hash of one full or last segment alone, for {@link #addSegment}. */
  byte[] segmentHash() {
    flush();
    inSegment = 0;
    return segment.digest();
  }

  /** Adds a segment that was hashed elsewhere. */
  void addSegment(byte[] hash) {
    all.update(hash);
  }

  /** The hash in lower-case hex; ends the use of this object. */
  public String digest() {
    if (inSegment > 0) {
      closeSegment();
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private void closeSegment() {
    all.update(segmentHash());
  }

  private void flush() {
    bytes += buffer.position();
    segment.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private void text(String ascii) {
    byte[] encoded = ascii.getBytes(StandardCharsets.ISO_8859_1);
    buffer.putShort((short) encoded.length);
    buffer.put(encoded);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
