package dev.hefu.crypto;

import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import java.util.Locale;
import java.util.Optional;

/** Verifies what one owner signed, with the keys it registered. Safe for use by many threads. */
public final class Verifier {
  private final PublicKeySet keys;

  private Verifier(PublicKeySet keys) {
    this.keys = keys;
  }

  /** The verifier with these keys. */
  public static Verifier of(PublicKeySet keys) {
    return new Verifier(keys);
  }

  /**
   * Checks a message in compact form.
   *
   * @param typ the type that the header must state; the same bytes for another purpose are refused
   */
  public JwsCheck jws(String compact, String typ) {
    Optional<CompactJws> parsed = CompactJws.parse(compact);
    if (parsed.isEmpty()) {
      return new JwsCheck.Invalid("the signed message is malformed");
    }
    CompactJws jws = parsed.get();
    if (!jws.header().typ().equals(typ.toLowerCase(Locale.ROOT))) {
      return new JwsCheck.Invalid("the signed message is not of the type " + typ);
    }
    Optional<PublicJwk> key = key(jws);
    if (key.isEmpty()) {
      return new JwsCheck.Invalid("the signed message names no registered key");
    }
    return jws.verify(key.get())
        ? new JwsCheck.Valid(key.get().kid(), jws.payload())
        : new JwsCheck.Invalid("the signature does not fit the message and the key");
  }

  /** The key that the header names, or the primary one if it names none. */
  private Optional<PublicJwk> key(CompactJws jws) {
    return jws.header().kid().isPresent()
        ? jws.header().kid().flatMap(keys::find)
        : keys.primary(KeyUse.SIGNATURE);
  }

  /** Whether the signature is over the message by the key with this id. */
  public boolean verify(String kid, byte[] message, byte[] signature) {
    return keys.find(kid).map(key -> key.verify(message, signature)).orElse(false);
  }
}
