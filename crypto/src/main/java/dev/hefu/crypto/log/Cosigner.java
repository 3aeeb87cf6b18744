package dev.hefu.crypto.log;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.MlDsa;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A named ML-DSA-44 key that cosigns checkpoints (c2sp.org/tlog-cosignature, type 0x06). The log
 * itself uses one under its own name, so that its checkpoints outlast elliptic curves.
 */
public final class Cosigner {
  private final CosignatureVerifier verifier;
  private final MlDsa.PrivateKey key;

  private Cosigner(CosignatureVerifier verifier, MlDsa.PrivateKey key) {
    this.verifier = verifier;
    this.key = key;
  }

  /**
   * The cosigner with this seed.
   *
   * @param name of the key, 1 to 255 bytes without spaces and {@code +}
   * @throws IllegalArgumentException if the name is no key name
   */
  public static Cosigner of(String name, Secret seed) {
    MlDsa.PrivateKey key = new MlDsa.PrivateKey(MlDsa.ML_DSA_44, seed.read(SecretAccess.granted()));
    return new Cosigner(CosignatureVerifier.of(name, key.publicKey()), key);
  }

  /** The public half. */
  public CosignatureVerifier verifier() {
    return verifier;
  }

  /**
   * The signed checkpoint with one more signature line.
   *
   * <p>The caller has to know that the checkpoint extends every one it cosigned before.
   *
   * @param note a signed checkpoint
   * @param at when, in whole seconds
   * @throws IllegalArgumentException if the note is no checkpoint or has all the lines it may have
   */
  public String cosigned(String note, Instant at) {
    Note signed =
        Note.parse(note)
            .filter(parsed -> parsed.signatures().size() < Note.MAX_SIGNATURES)
            .orElseThrow(() -> new IllegalArgumentException("not a note with room for a line"));
    Checkpoint checkpoint =
        Checkpoint.ofText(signed.text())
            .orElseThrow(() -> new IllegalArgumentException("not a checkpoint"));
    long seconds = at.getEpochSecond();
    byte[] signature = key.sign(verifier.message(checkpoint, seconds));
    ByteBuffer stamped = ByteBuffer.allocate(Long.BYTES + signature.length);
    stamped.putLong(seconds).put(signature);
    List<NoteSignature> lines = new ArrayList<>(signed.signatures());
    lines.add(verifier.line(stamped.array()));
    return new Note(signed.text(), lines).wire();
  }
}
