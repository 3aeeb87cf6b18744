package dev.hefu.crypto.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.AgreementKey;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.DecryptionKey;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.Ed25519;
import dev.hefu.crypto.primitive.Es256;
import dev.hefu.crypto.primitive.HybridSignature;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.primitive.SigningKey;
import dev.hefu.crypto.primitive.Sm2;
import dev.hefu.crypto.primitive.X25519;
import dev.hefu.crypto.primitive.XWing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A private key with its public half; it prints as the public half. */
public final class PrivateJwk {
  private final PublicJwk publicKey;
  private final Secret secret;
  private final @Nullable SigningKey signing;
  private final @Nullable AgreementKey agreement;
  private final @Nullable DecryptionKey decryption;

  private PrivateJwk(
      PublicJwk publicKey,
      Secret secret,
      @Nullable SigningKey signing,
      @Nullable AgreementKey agreement,
      @Nullable DecryptionKey decryption) {
    this.publicKey = publicKey;
    this.secret = secret;
    this.signing = signing;
    this.agreement = agreement;
    this.decryption = decryption;
  }

  /** A fresh key. */
  static PrivateJwk generate(KeyType type) {
    byte[] bytes =
        switch (type) {
          case ED25519, X25519, HYBRID, X_WING -> Providers.randomBytes(Secret.BYTES);
          case ES256, ECDH_P256 -> Es256.PrivateKey.randomScalar();
          case SM2_SIGNATURE, SM2_ENCRYPTION -> Sm2.randomScalar();
        };
    return of(type, Secret.of(bytes, SecretAccess.granted()));
  }

  /**
   * The key with these private bytes.
   *
   * @throws IllegalArgumentException if they are no private key of this type
   */
  static PrivateJwk of(KeyType type, Secret secret) {
    byte[] bytes = secret.read(SecretAccess.granted());
    return switch (type) {
      case ED25519 -> {
        Ed25519.PrivateKey key = new Ed25519.PrivateKey(bytes);
        yield signing(type, new Coordinates(key.publicKey(), new byte[0]), secret, key);
      }
      case ES256 -> {
        Es256.PrivateKey key = new Es256.PrivateKey(bytes);
        yield signing(type, key.publicKey(), secret, key);
      }
      case X25519 -> agreeing(type, secret, new X25519.PrivateKey(bytes));
      case ECDH_P256 -> agreeing(type, secret, new EcdhP256.PrivateKey(bytes));
      case HYBRID -> {
        HybridSignature.PrivateKey key = new HybridSignature.PrivateKey(bytes);
        yield signing(type, new Coordinates(key.publicKey(), new byte[0]), secret, key);
      }
      case X_WING -> {
        XWing.PrivateKey key = new XWing.PrivateKey(bytes);
        yield decrypting(type, new Coordinates(key.publicKey(), new byte[0]), secret, key);
      }
      case SM2_SIGNATURE -> {
        Sm2.PrivateKey key = new Sm2.PrivateKey(bytes);
        yield signing(type, key.publicKey(), secret, key);
      }
      case SM2_ENCRYPTION -> {
        Sm2.PrivateKey key = new Sm2.PrivateKey(bytes);
        yield decrypting(type, key.publicKey(), secret, key);
      }
    };
  }

  private static PrivateJwk signing(
      KeyType type, Coordinates point, Secret secret, SigningKey key) {
    return new PrivateJwk(PublicJwk.of(type, point), secret, key, null, null);
  }

  private static PrivateJwk decrypting(
      KeyType type, Coordinates point, Secret secret, DecryptionKey key) {
    return new PrivateJwk(PublicJwk.of(type, point), secret, null, null, key);
  }

  private static PrivateJwk agreeing(KeyType type, Secret secret, AgreementKey key) {
    return new PrivateJwk(PublicJwk.of(type, key.publicKey()), secret, null, key, null);
  }

  /**
   * The key in a private JWK.
   *
   * @return empty unless its public members are those of its private one
   */
  static Optional<PrivateJwk> parse(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode open = object.deepCopy();
    open.remove(List.of("d", "priv", "key_ops"));
    Optional<PublicJwk> stated = PublicJwk.parse(open);
    Optional<byte[]> d = Base64Url.decode(object.path(member(object)).asText(""));
    if (stated.isEmpty() || d.isEmpty() || d.get().length != Secret.BYTES) {
      return Optional.empty();
    }
    try {
      PrivateJwk key = of(stated.get().type(), Secret.of(d.get(), SecretAccess.granted()));
      return key.publicKey.thumbprint().equals(stated.get().thumbprint())
          ? Optional.of(
              new PrivateJwk(stated.get(), key.secret, key.signing, key.agreement, key.decryption))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String member(ObjectNode jwk) {
    return jwk.has("pub") ? "priv" : "d";
  }

  /** The public half. */
  public PublicJwk toPublic() {
    return publicKey;
  }

  /** The private JWK, with the member {@code d}, or {@code priv} beside {@code pub}. */
  ObjectNode toJson(SecretAccess access) {
    ObjectNode json = publicKey.toJson();
    return json.put(member(json), Base64Url.encode(secret.read(access)));
  }

  /**
   * The signature of the message.
   *
   * @throws IllegalStateException if the key is not for signatures
   */
  public byte[] sign(byte[] message) {
    if (signing == null) {
      throw new IllegalStateException(publicKey + " is not for signatures");
    }
    return signing.sign(message);
  }

  /** The secret shared with another public key; empty if that or this is not for agreement. */
  public Optional<byte[]> agree(Coordinates other) {
    return agreement == null ? Optional.empty() : agreement.agree(other);
  }

  /** The key that was encrypted to this one; empty if it was not, or this is not for that. */
  public Optional<byte[]> decrypt(byte[] encapsulated, byte[] info, byte[] ciphertext) {
    return decryption == null
        ? Optional.empty()
        : decryption.decrypt(encapsulated, info, ciphertext);
  }

  @Override
  public String toString() {
    return publicKey.toString();
  }
}
