package dev.hefu.crypto.log;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.primitive.Ed25519;
import java.nio.charset.StandardCharsets;

/** A named Ed25519 key that signs notes (c2sp.org/signed-note, type 0x01). */
public final class NoteSigner {
  private final NoteVerifier verifier;
  private final Ed25519.PrivateKey key;

  private NoteSigner(NoteVerifier verifier, Ed25519.PrivateKey key) {
    this.verifier = verifier;
    this.key = key;
  }

  /**
   * The signer with this seed.
   *
   * @param name of the key, without spaces and {@code +}; a log's is its origin
   * @throws IllegalArgumentException if the name is no key name
   */
  public static NoteSigner of(String name, Secret seed) {
    Ed25519.PrivateKey key = new Ed25519.PrivateKey(seed.read(SecretAccess.granted()));
    return new NoteSigner(NoteVerifier.of(name, key.publicKey()), key);
  }

  /** The public half. */
  public NoteVerifier verifier() {
    return verifier;
  }

  /** The name of the key. */
  public String name() {
    return verifier.name();
  }

  NoteSignature sign(String text) {
    return verifier.line(key.sign(text.getBytes(StandardCharsets.UTF_8)));
  }
}
