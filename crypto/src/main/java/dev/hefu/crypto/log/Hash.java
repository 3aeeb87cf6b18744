package dev.hefu.crypto.log;

import dev.hefu.crypto.primitive.Providers;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 value of the tree: of a leaf, of an inner node or of a whole tree (RFC 6962, 2.1). */
public final class Hash {
  /** Bytes of a hash. */
  public static final int BYTES = 32;

  /** The hash of the tree without leaves: SHA-256 of nothing. */
  public static final Hash EMPTY_TREE = new Hash(Providers.sha256(new byte[0]));

  private static final byte LEAF_PREFIX = 0;
  private static final byte NODE_PREFIX = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The hash with these bytes, which are copied.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #BYTES}
   */
  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static Hash of(byte[] bytes, int from, int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("a hash has " + BYTES + " bytes, these are " + length);
    }
    return new Hash(Arrays.copyOfRange(bytes, from, from + length));
  }

  /**
   * The hash in standard base64, as checkpoints and proofs write it.
   *
   * @throws IllegalArgumentException if the text is not canonical base64 of {@value #BYTES} bytes
   */
  public static Hash ofBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("not canonical base64");
    }
    return of(bytes);
  }

  /** The hash of a leaf: SHA-256 over a zero byte and the entry. */
  public static Hash ofLeaf(byte[] entry) {
    MessageDigest digest = Providers.sha256();
    digest.update(LEAF_PREFIX);
    return new Hash(digest.digest(entry));
  }

  /** The hash of an inner node: SHA-256 over a one byte and both children. */
  public static Hash ofNode(Hash left, Hash right) {
    MessageDigest digest = Providers.sha256();
    digest.update(NODE_PREFIX);
    digest.update(left.bytes);
    digest.update(right.bytes);
    return new Hash(digest.digest());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Standard base64 with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  void copyTo(byte[] target, int position) {
    System.arraycopy(bytes, 0, target, position, BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
