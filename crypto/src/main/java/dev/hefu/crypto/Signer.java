package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateJwk;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.nio.charset.StandardCharsets;

/** Signs with the primary signing key of one owner. Safe for use by many threads. */
public final class Signer {
  private final PrivateJwk key;

  private Signer(PrivateJwk key) {
    this.key = key;
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
    String header =
        "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}"
            .formatted(key.toPublic().type().algorithm(), kid(), MediaTypes.checked(typ));
    return jwsWithHeader(header, payload);
  }

  /**
   * The message in compact form whose header carries the public key itself, as a DPoP proof does
   * (RFC 9449).
   */
  public String jwsWithKey(String typ, byte[] payload) {
    String header =
        "{\"alg\":\"%s\",\"jwk\":%s,\"typ\":\"%s\"}"
            .formatted(
                key.toPublic().type().algorithm(),
                key.toPublic().bareJson(),
                MediaTypes.checked(typ));
    return jwsWithHeader(header, payload);
  }

  private String jwsWithHeader(String header, byte[] payload) {
    String signed = Base64Url.encodeUtf8(header) + "." + Base64Url.encode(payload);
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64Url.encode(signature);
  }
}
