package dev.hefu.policy.subject;

import dev.hefu.crypto.Aead;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.policy.pseudonym.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Participants' own ids for persons as the tables hold them: a keyed hash to look one up, and the
 * id sealed under the subject's data key to use it. Never in clear.
 */
public final class LocalIds {
  private final KeyedHash lookup;
  private final Secret wrapping;

  /** Looks up and wraps under keys derived from this secret, which is used for nothing else. */
  public LocalIds(Secret root) {
    KeyedHash keys = new KeyedHash(root);
    this.lookup = new KeyedHash(keys.derive("lookup of local ids"));
    this.wrapping = keys.derive("wrapping of data keys");
  }

  /** Thirty-two bytes by which the participant's id is found again. */
  public byte[] lookup(String participant, String localId) {
    return lookup.hash("local id", participant, localId);
  }

  /** A fresh data key for the subject. */
  SubjectKey newKey(UUID subject) {
    byte[] key = Secret.random().read(SecretAccess.granted());
    return new SubjectKey(subject, Aead.seal(wrapping, key, context(subject, "")));
  }

  byte[] seal(SubjectKey key, String participant, String localId) {
    return Aead.seal(
        unwrap(key), localId.getBytes(StandardCharsets.UTF_8), context(key.subject(), participant));
  }

  /**
   * The participant's own id for the subject.
   *
   * @throws IllegalStateException if the stored value was changed or belongs to another subject or
   *     participant
   */
  public String open(SubjectKey key, String participant, byte[] sealed) {
    return new String(
        open(unwrap(key), sealed, context(key.subject(), participant)), StandardCharsets.UTF_8);
  }

  private Secret unwrap(SubjectKey key) {
    byte[] bytes = open(wrapping, key.wrapped(), context(key.subject(), ""));
    return Secret.of(bytes, SecretAccess.granted());
  }

  private static byte[] open(Secret key, byte[] sealed, byte[] context) {
    return Aead.open(key, sealed, context)
        .orElseThrow(() -> new IllegalStateException("a stored value does not open: tampered"));
  }

  private static byte[] context(UUID subject, String participant) {
    return (subject + "/" + participant).getBytes(StandardCharsets.UTF_8);
  }
}
