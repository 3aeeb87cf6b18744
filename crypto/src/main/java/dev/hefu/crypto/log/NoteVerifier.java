package dev.hefu.crypto.log;

import dev.hefu.crypto.primitive.Ed25519;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** A named Ed25519 key that verifies notes (c2sp.org/signed-note, type 0x01). */
public final class NoteVerifier {
  private static final byte ED25519 = 0x01;

  private final String name;
  private final byte[] id;
  private final byte[] publicKey;
  private final Ed25519.PublicKey key;

  private NoteVerifier(String name, byte[] publicKey) {
    this.name = name;
    this.publicKey = publicKey.clone();
    this.key = new Ed25519.PublicKey(publicKey);
    this.id = NoteSignature.keyId(name, ED25519, publicKey);
  }

  /**
   * The verifier of this key.
   *
   * @throws IllegalArgumentException if the name is no key name or the bytes are no Ed25519 key
   */
  public static NoteVerifier of(String name, byte[] publicKey) {
    if (!NoteSignature.isName(name)) {
      throw new IllegalArgumentException("not a name of a note's key: " + name);
    }
    return new NoteVerifier(name, publicKey);
  }

  /** The verifier that {@link #vkey} wrote; empty if the text is no such key. */
  public static Optional<NoteVerifier> parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3 || !NoteSignature.isName(parts[0])) {
      return Optional.empty();
    }
    byte[] typed = NoteSignature.base64(parts[2]).orElse(new byte[0]);
    if (typed.length != 1 + Ed25519.PUBLIC_BYTES || typed[0] != ED25519) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(parts[0], Arrays.copyOfRange(typed, 1, typed.length)))
          .filter(verifier -> verifier.vkey().equals(vkey));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The form in which keys of notes are handed out: {@code name+id+base64(type, key)}. */
  public String vkey() {
    ByteBuffer typed = ByteBuffer.allocate(1 + publicKey.length).put(ED25519).put(publicKey);
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed.array());
  }

  /** The name of the key. */
  public String name() {
    return name;
  }

  NoteSignature line(byte[] signature) {
    return NoteSignature.by(name, id, signature);
  }

  /** Whether a signature line claims to be by this key. */
  boolean matches(NoteSignature line) {
    return line.isBy(name, id);
  }

  boolean verify(String text, NoteSignature line) {
    return matches(line) && key.verify(text.getBytes(StandardCharsets.UTF_8), line.signature());
  }

  @Override
  public String toString() {
    return vkey();
  }
}
