package dev.hefu.crypto.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of one owner (RFC 7517).
 *
 * <p>Order has a meaning: the first key of a use is the primary one, which new messages are sealed
 * to; later ones are kept while a rotation lasts.
 */
public final class PublicKeySet {
  /** Room for {@value #MAX_KEYS} keys with certificates beside them. */
  public static final int MAX_BYTES = 64 * 1024;

  /** Two uses, two generations each, and as many again of kinds we do not take. */
  public static final int MAX_KEYS = 16;

  private final List<PublicJwk> keys;
  private final Map<String, PublicJwk> byKid;

  private PublicKeySet(List<PublicJwk> keys, Map<String, PublicJwk> byKid) {
    this.keys = List.copyOf(keys);
    this.byKid = Map.copyOf(byKid);
  }

  /**
   * The set of these keys, primary ones first.
   *
   * @throws IllegalArgumentException if two have one id
   */
  public static PublicKeySet of(List<PublicJwk> keys) {
    Map<String, PublicJwk> byKid = new HashMap<>();
    for (PublicJwk key : keys) {
      if (byKid.put(key.kid(), key) != null) {
        throw new IllegalArgumentException("two keys have the id " + key.kid());
      }
    }
    return new PublicKeySet(keys, byKid);
  }

  /**
   * The set in a JWK set.
   *
   * <p>Keys of kinds that we do not take are left out (RFC 7517, 5). The set is refused if it is
   * too large, is not strict JSON, holds a private or symmetric key, or gives one id twice.
   */
  public static KeySetCheck parse(byte[] json) {
    if (json.length > MAX_BYTES) {
      return invalid("a key set has at most " + MAX_BYTES + " bytes, this has " + json.length);
    }
    Optional<ObjectNode> set = StrictJson.object(json);
    if (set.isEmpty()) {
      return invalid("the key set is not a JSON object, or a member occurs twice");
    }
    return parse(set.get());
  }

  /** The set in a JWK set that was parsed strictly; as {@link #parse(byte[])}. */
  public static KeySetCheck parse(ObjectNode set) {
    if (!(set.get("keys") instanceof ArrayNode members)) {
      return invalid("the key set has no array named keys");
    }
    if (members.size() > MAX_KEYS) {
      return invalid("a key set has at most " + MAX_KEYS + " keys, this has " + members.size());
    }
    List<PublicJwk> keys = new ArrayList<>();
    for (JsonNode member : members) {
      if (PublicJwk.holdsSecret(member)) {
        return invalid("the key set holds a private or symmetric key; such a key is burnt");
      }
      PublicJwk.parse(member).ifPresent(keys::add);
    }
    if (keys.stream().map(PublicJwk::kid).distinct().count() < keys.size()) {
      return invalid("two keys of the set have the same id");
    }
    return new KeySetCheck.Valid(of(keys));
  }

  private static KeySetCheck invalid(String reason) {
    return new KeySetCheck.Invalid(reason);
  }

  /** All keys, primary ones first. */
  public List<PublicJwk> keys() {
    return keys;
  }

  /** The key with this id. */
  public Optional<PublicJwk> find(String kid) {
    return Optional.ofNullable(byKid.get(kid));
  }

  /** The first key of this use. */
  public Optional<PublicJwk> primary(KeyUse use) {
    return keys.stream().filter(key -> key.type().use() == use).findFirst();
  }

  /** The JWK set. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    ArrayNode array = json.putArray("keys");
    keys.forEach(key -> array.add(key.toJson()));
    return json;
  }

  /** Same keys in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKeySet set && keys.equals(set.keys);
  }

  @Override
  public int hashCode() {
    return keys.hashCode();
  }

  @Override
  public String toString() {
    return keys.toString();
  }
}
