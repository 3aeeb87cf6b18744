package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.Suite;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seals messages to one recipient's primary encryption key, as JWE in compact form; the kind of
 * that key selects the suite. Safe for use by many threads.
 */
public final class Sealer {
  private final PublicJwk recipient;
  private final Suite suite;

  private Sealer(PublicJwk recipient) {
    this.recipient = recipient;
    this.suite = recipient.type().suite();
  }

  /**
   * The sealer to the owner of these keys.
   *
   * @throws IllegalArgumentException if none of them is for encryption
   */
  public static Sealer to(PublicKeySet recipient) {
    return new Sealer(
        recipient
            .primary(KeyUse.ENCRYPTION)
            .orElseThrow(() -> new IllegalArgumentException("no key is for encryption")));
  }

  /** The id of the key that opens what this seals. */
  public String kid() {
    return recipient.kid();
  }

  /** The suite that the key selects. */
  public Suite suite() {
    return suite;
  }

  /**
   * The envelope around the plaintext.
   *
   * @param contentType of the plaintext, such as {@code json}
   */
  public String seal(byte[] plaintext, String contentType) {
    byte[] contentKey = Providers.randomBytes(suite.contentKeyBytes());
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    WrappedKey wrapped = WrappedKey.to(recipient, contentKey);
    String header = Base64Url.encodeUtf8(header(wrapped.members(), contentType));
    byte[] aad = header.getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = ContentCipher.seal(suite, contentKey, nonce, plaintext, aad);
    Arrays.fill(contentKey, (byte) 0);
    int end = sealed.length - AesGcm.TAG_BYTES;
    return String.join(
        ".",
        header,
        Base64Url.encode(wrapped.encryptedKey()),
        Base64Url.encode(nonce),
        Base64Url.encode(Arrays.copyOf(sealed, end)),
        Base64Url.encode(Arrays.copyOfRange(sealed, end, sealed.length)));
  }

  private String header(String members, String contentType) {
    return "{\"alg\":\"%s\",\"enc\":\"%s\",\"cty\":\"%s\",\"kid\":\"%s\"%s}"
        .formatted(
            recipient.type().algorithm(),
            suite.contentAlgorithm(),
            MediaTypes.checked(contentType),
            recipient.kid(),
            members);
  }
}
