package dev.hefu.settlement.entry;

import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

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

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest all = sha256();
  private final MessageDigest segment = sha256();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
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

  /**
   * Begins an entry that is told part by part.
   *
   * @param line null for entries of a period
   * @param postings how many calls of {@link #posting} follow
   */
  public void begin(Stamp event, @Nullable LineKey line, Cause cause, int postings) {
    buffer[at++] = (byte) cause.code();
    text(event.source());
    text(event.id());
    if (line == null) {
      number(0);
    } else {
      text(line.owner());
      text(line.order());
      text(line.line());
    }
    number(postings);
  }

  /** Adds the next posting of the entry that was begun. */
  public void posting(int item, int term, int party, int state, long amountMinor) {
    number(item);
    number(term);
    number(party);
    buffer[at] = (byte) state;
    LONG.set(buffer, at + 1, amountMinor);
    at += 1 + Long.BYTES;
  }

  private void end() {
    inSegment++;
    if (inSegment == SEGMENT) {
      closeSegment();
    } else {
      fit();
    }
  }

  /** Ends the entry that was begun, where the caller counts segments: makes room for the next. */
  public void fit() {
    if (BUFFER - at < LONGEST_ENTRY) {
      flush();
    }
  }

  /** Bytes of entries hashed so far. */
  public long bytes() {
    return bytes + at;
  }

  /** The hash of one full or last segment alone, for {@link #addSegment}. */
  public byte[] segmentHash() {
    flush();
    inSegment = 0;
    return segment.digest();
  }

  /** Adds a segment that was hashed elsewhere. */
  public void addSegment(byte[] hash) {
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
    bytes += at;
    segment.update(buffer, 0, at);
    at = 0;
  }

  private void number(int value) {
    SHORT.set(buffer, at, (short) value);
    at += Short.BYTES;
  }

  private void text(String ascii) {
    int length = ascii.length();
    number(length);
    for (int i = 0; i < length; i++) {
      buffer[at + i] = (byte) ascii.charAt(i);
    }
    at += length;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
