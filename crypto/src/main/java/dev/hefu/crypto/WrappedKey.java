package dev.hefu.crypto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateJwk;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.primitive.AesKeyWrap;
import dev.hefu.crypto.primitive.AgreementKey;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Sm2;
import dev.hefu.crypto.primitive.X25519;
import dev.hefu.crypto.primitive.XWing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A content key on its way to one recipient.
 *
 * @param members what the header needs for it, each with a comma in front
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record WrappedKey(String members, byte[] encryptedKey) {
  private static final byte[] NONE = {};

  static WrappedKey to(PublicJwk recipient, byte[] contentKey) {
    return switch (recipient.type()) {
      case X25519 -> agreed(X25519.PrivateKey.random(), recipient, contentKey);
      case ECDH_P256 -> agreed(EcdhP256.PrivateKey.random(), recipient, contentKey);
      case X_WING -> {
        XWing.Encrypted sent =
            XWing.encrypt(recipient.coordinates().x(), info(recipient.type()), contentKey);
        String share = Base64Url.encode(sent.encapsulated());
        yield new WrappedKey(",\"ek\":\"" + share + '"', sent.ciphertext());
      }
      case SM2_ENCRYPTION -> new WrappedKey("", Sm2.encrypt(recipient.coordinates(), contentKey));
      case ED25519, ES256, HYBRID, SM2_SIGNATURE ->
          throw new IllegalStateException(recipient + " is not for encryption");
    };
  }

  private static WrappedKey agreed(AgreementKey ephemeral, PublicJwk recipient, byte[] contentKey) {
    byte[] shared =
        ephemeral
            .agree(recipient.coordinates())
            .orElseThrow(() -> new IllegalStateException(recipient + " is of small order"));
    byte[] wrapping = KeyDerivation.concat(shared, recipient.type().algorithm(), NONE, NONE);
    Coordinates point = ephemeral.publicKey();
    String y = point.y().length == 0 ? "" : ",\"y\":\"" + Base64Url.encode(point.y()) + '"';
    String curve = "\"kty\":\"" + recipient.type().kty() + "\",\"crv\":\"" + recipient.type().crv();
    String epk = ",\"epk\":{" + curve + "\",\"x\":\"" + Base64Url.encode(point.x()) + '"' + y + '}';
    return new WrappedKey(epk, AesKeyWrap.wrap(wrapping, contentKey));
  }

  /** The members that a header may have beside the common ones. */
  static Set<String> membersOf(KeyType type) {
    return switch (type) {
      case X25519, ECDH_P256 -> Set.of("epk", "apu", "apv");
      case X_WING -> Set.of("ek");
      case SM2_ENCRYPTION, ED25519, ES256, HYBRID, SM2_SIGNATURE -> Set.of();
    };
  }

  /** The content key; empty if it was not wrapped to this key, or the header lacks something. */
  static Optional<byte[]> open(ObjectNode header, PrivateJwk key, byte[] encryptedKey) {
    KeyType type = key.toPublic().type();
    return switch (type) {
      case X25519, ECDH_P256 ->
          wrappingKey(header, key).flatMap(kek -> AesKeyWrap.unwrap(kek, encryptedKey));
      case X_WING ->
          bytes(header, "ek").flatMap(share -> key.decrypt(share, info(type), encryptedKey));
      case SM2_ENCRYPTION -> key.decrypt(NONE, NONE, encryptedKey);
      case ED25519, ES256, HYBRID, SM2_SIGNATURE -> Optional.empty();
    };
  }

  private static Optional<byte[]> wrappingKey(ObjectNode header, PrivateJwk key) {
    Optional<byte[]> apu = bytes(header, "apu");
    Optional<byte[]> apv = bytes(header, "apv");
    String algorithm = key.toPublic().type().algorithm();
    return apu.isEmpty() || apv.isEmpty()
        ? Optional.empty()
        : ephemeral(header, key)
            .flatMap(key::agree)
            .map(secret -> KeyDerivation.concat(secret, algorithm, apu.get(), apv.get()));
  }

  /** The point in the member {@code epk}, which must be on the key's own curve. */
  private static Optional<Coordinates> ephemeral(ObjectNode header, PrivateJwk key) {
    if (!(header.get("epk") instanceof ObjectNode epk)
        || epk.has("d")
        || !key.toPublic().type().kty().equals(epk.path("kty").textValue())
        || !key.toPublic().type().crv().equals(epk.path("crv").textValue())) {
      return Optional.empty();
    }
    Optional<byte[]> x = bytes(epk, "x");
    Optional<byte[]> y = bytes(epk, "y");
    return x.isEmpty() || y.isEmpty()
        ? Optional.empty()
        : Optional.of(new Coordinates(x.get(), y.get()));
  }

  /** The bytes of a member, none if it is absent; empty if it is not base64url. */
  private static Optional<byte[]> bytes(ObjectNode object, String member) {
    if (!object.has(member)) {
      return Optional.of(NONE);
    }
    String text = object.path(member).textValue();
    return text == null ? Optional.empty() : Base64Url.decode(text);
  }

  /** The Recipient_structure of draft-ietf-jose-hpke-encrypt, without extra information. */
  private static byte[] info(KeyType type) {
    String info = "JOSE-HPKE rcpt\u00ff" + type.suite().contentAlgorithm() + "\u00ff";
    return info.getBytes(StandardCharsets.ISO_8859_1);
  }
}
