package dev.hefu.crypto.log;

import dev.hefu.crypto.primitive.MlDsa;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A named ML-DSA-44 key that verifies cosignatures (c2sp.org/tlog-cosignature, type 0x06). */
public final class CosignatureVerifier {
  private static final byte ML_DSA_44 = 0x06;
  private static final int MAX_NAME_BYTES = 255;
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final byte[] id;
  private final byte[] publicKey;
  private final MlDsa.PublicKey key;

  private CosignatureVerifier(String name, byte[] publicKey) {
    this.name = name;
    this.publicKey = publicKey.clone();
    this.key = new MlDsa.PublicKey(MlDsa.ML_DSA_44, publicKey);
    this.id = NoteSignature.keyId(name, ML_DSA_44, publicKey);
  }

  /**
   * The verifier of this key.
   *
   * @throws IllegalArgumentException if the name is no key name of 1 to 255 bytes or the bytes are
   *     no ML-DSA-44 key
   */
  public static CosignatureVerifier of(String name, byte[] publicKey) {
    if (!NoteSignature.isName(name) || bytes(name).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("not a name of a cosigner's key: " + name);
    }
    return new CosignatureVerifier(name, publicKey);
  }

  /** The form in which keys of notes are handed out: {@code name+id+base64(type, key)}. */
  public String vkey() {
    ByteBuffer typed = ByteBuffer.allocate(1 + publicKey.length).put(ML_DSA_44).put(publicKey);
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed.array());
  }

  /**
   * When this key cosigned a checkpoint.
   *
   * @return empty unless the note is a checkpoint with a line by this key and every such line holds
   */
  public Optional<Instant> verified(String note) {
    Optional<Note> parsed = Note.parse(note);
    Optional<Checkpoint> checkpoint = parsed.flatMap(signed -> Checkpoint.ofText(signed.text()));
    if (parsed.isEmpty()
        || checkpoint.isEmpty()
        || bytes(checkpoint.get().origin()).length > MAX_NAME_BYTES) {
      return Optional.empty();
    }
    List<Optional<Instant>> times =
        parsed.get().signatures().stream()
            .filter(line -> line.isBy(name, id))
            .map(line -> time(checkpoint.get(), line.signature()))
            .toList();
    return times.isEmpty() || times.contains(Optional.<Instant>empty())
        ? Optional.empty()
        : times.getLast();
  }

  private Optional<Instant> time(Checkpoint checkpoint, byte[] stamped) {
    if (stamped.length != Long.BYTES + MlDsa.ML_DSA_44.signatureBytes()) {
      return Optional.empty();
    }
    long seconds = ByteBuffer.wrap(stamped).getLong();
    byte[] signature = Arrays.copyOfRange(stamped, Long.BYTES, stamped.length);
    return seconds >= 0
            && seconds <= Instant.MAX.getEpochSecond()
            && key.verify(message(checkpoint, seconds), signature)
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  NoteSignature line(byte[] stamped) {
    return NoteSignature.by(name, id, stamped);
  }

  /** The structure {@code cosigned_message} over the whole tree. */
  byte[] message(Checkpoint checkpoint, long seconds) {
    byte[] cosigner = bytes(name);
    byte[] origin = bytes(checkpoint.origin());
    if (origin.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("an origin has at most " + MAX_NAME_BYTES + " bytes");
    }
    int length = LABEL.length + 2 + cosigner.length + origin.length + 3 * Long.BYTES + Hash.BYTES;
    return ByteBuffer.allocate(length)
        .put(LABEL)
        .put((byte) cosigner.length)
        .put(cosigner)
        .putLong(seconds)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0)
        .putLong(checkpoint.size())
        .put(checkpoint.root().bytes())
        .array();
  }

  @Override
  public String toString() {
    return vkey();
  }
}
