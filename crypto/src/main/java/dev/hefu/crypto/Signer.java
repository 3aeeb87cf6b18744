package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateJwk;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.nio.charset.StandardCharsets;

/** Signs with the primary signing key of one owner. Safe for use by many threads. */
public final class Signer {
  private final PrivateJwk key;

  /** What stands in every header; formats are slow. */
  private final String algorithm;

  private final String ownId;
  private final String ownKey;

  private Signer(PrivateJwk key) {
    this.key = key;
    this.algorithm = "{\"alg\":\"" + key.toPublic().type().algorithm() + '"';
    this.ownId = ",\"kid\":\"" + key.toPublic().kid() + '"';
    this.ownKey = ",\"jwk\":" + key.toPublic().bareJson();
  }

  /**
   * The signer with these keys.
   *
   * @throws IllegalArgumentException if none of them is for signatures
   */
  public static Signer of(PrivateKeySet keys) {
    return new Signer(
        keys.primary(KeyUse.SIGNATURE)
            .orElseThrow(() -> new IllegalArgumentException("no key is for signatures")));
  }

  /** The id of the key. */
  public String kid() {
    return key.toPublic().kid();
  }

  /** The kind of the key. */
  public KeyType type() {
    return key.toPublic().type();
  }

  /** The bare signature of the message. */
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  /**
   * The message in compact form (RFC 7515), its header naming algorithm, key and type.
   *
   * @param typ what the payload is, such as {@code hefu-answer+jws}; it keeps a signature from
   *     being used for another purpose
   */
  public String jws(String typ, byte[] payload) {
    return jwsWithHeader(algorithm + ownId + typ(typ), payload);
  }

  /**
   * The message in compact form whose header carries the public key itself, as a DPoP proof does
   * (RFC 9449).
   */
  public String jwsWithKey(String typ, byte[] payload) {
    return jwsWithHeader(algorithm + ownKey + typ(typ), payload);
  }

  private static String typ(String typ) {
    return ",\"typ\":\"" + MediaTypes.checked(typ) + "\"}";
  }

  private String jwsWithHeader(String header, byte[] payload) {
    String signed = Base64Url.encodeUtf8(header) + "." + Base64Url.encode(payload);
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64Url.encode(signature);
  }
}
