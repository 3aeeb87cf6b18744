package dev.hefu.crypto.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.Ed25519;
import dev.hefu.crypto.primitive.Es256;
import dev.hefu.crypto.primitive.HybridSignature;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.primitive.Sm2;
import dev.hefu.crypto.primitive.VerifyingKey;
import dev.hefu.crypto.primitive.X25519;
import dev.hefu.crypto.primitive.XWing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key with its id (RFC 7517), decoded and checked: one that exists is a point of its
 * curve.
 */
public final class PublicJwk {
  /** Longer than any thumbprint or UUID; keeps headers short. */
  public static final int MAX_KID_CHARS = 128;

  private static final Pattern KID = Pattern.compile("[A-Za-z0-9._~:/+=-]{1,128}");

  private final String kid;
  private final KeyType type;
  private final Coordinates coordinates;
  private final String thumbprint;
  private final @Nullable VerifyingKey verifying;

  private PublicJwk(@Nullable String kid, KeyType type, Coordinates coordinates) {
    this.type = type;
    this.coordinates = coordinates;
    this.verifying = verifying(type, coordinates);
    this.thumbprint =
        Base64Url.encode(
            Providers.sha256(required(type, coordinates).getBytes(StandardCharsets.UTF_8)));
    this.kid = kid == null ? thumbprint : kid;
  }

  /**
   * The key with these coordinates and its thumbprint as id.
   *
   * @throws IllegalArgumentException if they are no point of the curve
   */
  static PublicJwk of(KeyType type, Coordinates coordinates) {
    return new PublicJwk(null, type, coordinates);
  }

  /**
   * The key in a JWK.
   *
   * @return empty if the key is of no type that we take, is no point of its curve, or carries a
   *     private member; a key without {@code use} on P-256 is for signatures
   */
  public static Optional<PublicJwk> parse(JsonNode jwk) {
    if (!(jwk instanceof ObjectNode object) || holdsSecret(object)) {
      return Optional.empty();
    }
    String kid = object.has("kid") ? object.path("kid").textValue() : null;
    if (object.has("kid") && (kid == null || !KID.matcher(kid).matches())) {
      return Optional.empty();
    }
    Optional<KeyType> type = type(object);
    Optional<byte[]> x = bytes(object, object.has("pub") ? "pub" : "x");
    Optional<byte[]> y = object.has("y") ? bytes(object, "y") : Optional.of(new byte[0]);
    if (type.isEmpty() || x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PublicJwk(kid, type.get(), new Coordinates(x.get(), y.get())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a member is there that belongs to private and symmetric keys only. */
  static boolean holdsSecret(JsonNode jwk) {
    return jwk.has("d") || jwk.has("k") || jwk.has("priv");
  }

  private static Optional<byte[]> bytes(ObjectNode object, String member) {
    String text = object.path(member).textValue();
    return text == null ? Optional.empty() : Base64Url.decode(text);
  }

  private static Optional<KeyType> type(ObjectNode object) {
    String alg = object.path("alg").asText("");
    String use = object.path("use").asText("");
    for (KeyType type : KeyType.values()) {
      if (isFor(type, object.get("key_ops"))
          && type.kty().equals(object.path("kty").textValue())
          && type.crv().equals(object.path("crv").asText(""))
          && (type.allows(alg) || (alg.isEmpty() && !type.isAlgorithmKeyPair()))
          && (use.isEmpty() || type.use().text().equals(use))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether the owner allows the use: a key that lists operations must list ours. */
  private static boolean isFor(KeyType type, @Nullable JsonNode operations) {
    if (operations == null || type.use() == KeyUse.ENCRYPTION) {
      return true;
    }
    for (JsonNode operation : operations) {
      if ("verify".equals(operation.textValue())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable VerifyingKey verifying(KeyType type, Coordinates coordinates) {
    return switch (type) {
      case ED25519 -> new Ed25519.PublicKey(xOnly(coordinates, Ed25519.PUBLIC_BYTES));
      case ES256 -> new Es256.PublicKey(coordinates);
      case X25519 -> {
        xOnly(coordinates, X25519.BYTES);
        yield null;
      }
      case ECDH_P256 -> {
        if (!EcdhP256.isPublicKey(coordinates)) {
          throw new IllegalArgumentException("not a point of P-256");
        }
        yield null;
      }
      case HYBRID ->
          new HybridSignature.PublicKey(xOnly(coordinates, HybridSignature.PUBLIC_BYTES));
      case X_WING -> {
        xOnly(coordinates, XWing.PUBLIC_BYTES);
        yield null;
      }
      case SM2_SIGNATURE -> new Sm2.PublicKey(coordinates);
      case SM2_ENCRYPTION -> {
        var _ = new Sm2.PublicKey(coordinates); // refuses what is no point
        yield null;
      }
    };
  }

  private static byte[] xOnly(Coordinates coordinates, int length) {
    if (coordinates.y().length != 0 || coordinates.x().length != length) {
      throw new IllegalArgumentException("such a key has a coordinate x of " + length + " bytes");
    }
    return coordinates.x();
  }

  /** The members that make the key, in the order of RFC 7638. */
  private static String required(KeyType type, Coordinates coordinates) {
    if (type.isAlgorithmKeyPair()) {
      return "{\"alg\":\"%s\",\"kty\":\"%s\",\"pub\":\"%s\"}"
          .formatted(type.algorithm(), type.kty(), Base64Url.encode(coordinates.x()));
    }
    String y =
        coordinates.y().length == 0 ? "" : ",\"y\":\"" + Base64Url.encode(coordinates.y()) + '"';
    return "{\"crv\":\"%s\",\"kty\":\"%s\",\"x\":\"%s\"%s}"
        .formatted(type.crv(), type.kty(), Base64Url.encode(coordinates.x()), y);
  }

  /** The key's id: its own, or its thumbprint if it came without one. */
  public String kid() {
    return kid;
  }

  /** What kind of key it is. */
  public KeyType type() {
    return type;
  }

  /** Base64url of the SHA-256 thumbprint (RFC 7638); the {@code jkt} of DPoP. */
  public String thumbprint() {
    return thumbprint;
  }

  /** The point, or the one value of a key that has no coordinates as {@code x}. */
  public Coordinates coordinates() {
    return coordinates;
  }

  /**
   * Whether the signature is this key's over the message.
   *
   * @return false for a key that is not for signatures; never throws
   */
  public boolean verify(byte[] message, byte[] signature) {
    return verifying != null && verifying.verify(message, signature);
  }

  /** The JWK with id, use and algorithm. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("kty", type.kty()).put("kid", kid);
    json.put("use", type.use().text()).put("alg", type.algorithm());
    if (type.isAlgorithmKeyPair()) {
      return json.put("pub", Base64Url.encode(coordinates.x()));
    }
    json.put("crv", type.crv()).put("x", Base64Url.encode(coordinates.x()));
    if (coordinates.y().length > 0) {
      json.put("y", Base64Url.encode(coordinates.y()));
    }
    return json;
  }

  /** The JWK's bare members as text, for a header that carries the key itself. */
  public String bareJson() {
    return required(type, coordinates);
  }

  /** Same id, same kind, same point. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PublicJwk key
        && kid.equals(key.kid)
        && type == key.type
        && thumbprint.equals(key.thumbprint);
  }

  @Override
  public int hashCode() {
    return thumbprint.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + kid;
  }
}
