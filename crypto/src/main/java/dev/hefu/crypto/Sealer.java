package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.AesKeyWrap;
import dev.hefu.crypto.primitive.AgreementKey;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.primitive.X25519;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seals messages to one recipient's primary encryption key: JWE in compact form, ECDH-ES+A256KW and
 * A256GCM (suite INTL_2026). Safe for use by many threads.
 */
public final class Sealer {
  static final String KEY_ALGORITHM = "ECDH-ES+A256KW";
  static final String CONTENT_ALGORITHM = "A256GCM";
  private static final byte[] NONE = {};

  private final PublicJwk recipient;

  private Sealer(PublicJwk recipient) {
    this.recipient = recipient;
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

  /**
   * The envelope around the plaintext.
   *
   * @param contentType of the plaintext, such as {@code json}
   */
  public String seal(byte[] plaintext, String contentType) {
    AgreementKey ephemeral = ephemeral();
    byte[] shared =
        ephemeral
            .agree(recipient.coordinates())
            .orElseThrow(
                () ->
                    new IllegalStateException("the key " + recipient.kid() + " is of small order"));
    byte[] wrapping = KeyDerivation.concat(shared, KEY_ALGORITHM, NONE, NONE);
    byte[] contentKey = Providers.randomBytes(AesGcm.KEY_BYTES);
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    String header = Base64Url.encodeUtf8(header(ephemeral.publicKey(), contentType));
    byte[] sealed =
        AesGcm.seal(contentKey, nonce, plaintext, header.getBytes(StandardCharsets.US_ASCII));
    int end = sealed.length - AesGcm.TAG_BYTES;
    return String.join(
        ".",
        header,
        Base64Url.encode(AesKeyWrap.wrap(wrapping, contentKey)),
        Base64Url.encode(nonce),
        Base64Url.encode(Arrays.copyOf(sealed, end)),
        Base64Url.encode(Arrays.copyOfRange(sealed, end, sealed.length)));
  }

  private AgreementKey ephemeral() {
    return recipient.type() == KeyType.X25519
        ? X25519.PrivateKey.random()
        : EcdhP256.PrivateKey.random();
  }

  private String header(Coordinates ephemeral, String contentType) {
    String y = ephemeral.y().length == 0 ? "" : ",\"y\":\"" + Base64Url.encode(ephemeral.y()) + '"';
    return "{\"alg\":\"%s\",\"enc\":\"%s\",\"cty\":\"%s\",\"kid\":\"%s\",\"epk\":{\"kty\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\"%s}}"
        .formatted(
            KEY_ALGORITHM,
            CONTENT_ALGORITHM,
            MediaTypes.checked(contentType),
            recipient.kid(),
            recipient.type().kty(),
            recipient.type().crv(),
            Base64Url.encode(ephemeral.x()),
            y);
  }
}
