package dev.hefu.crypto.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The private keys of one owner: what it signs with and what opens what is sealed to it.
 *
 * <p>The first key of a use is the primary one; older ones stay for opening and for being verified
 * against until they are retired. Immutable.
 */
public final class PrivateKeySet {
  private final List<PrivateJwk> keys;
  private final PublicKeySet publicKeys;

  private PrivateKeySet(List<PrivateJwk> keys) {
    this.keys = List.copyOf(keys);
    this.publicKeys = PublicKeySet.of(keys.stream().map(PrivateJwk::toPublic).toList());
  }

  /** One fresh Ed25519 key and one fresh X25519 key. */
  public static PrivateKeySet generate() {
    return generate(KeyType.ED25519, KeyType.X25519);
  }

  /** One fresh key of each type, in this order. */
  public static PrivateKeySet generate(KeyType... types) {
    return new PrivateKeySet(List.of(types).stream().map(PrivateJwk::generate).toList());
  }

  /** This set with fresh primary keys of the same types before the old ones. */
  public PrivateKeySet rotated() {
    List<PrivateJwk> all = new ArrayList<>();
    for (KeyUse use : KeyUse.values()) {
      primary(use).ifPresent(key -> all.add(PrivateJwk.generate(key.toPublic().type())));
    }
    all.addAll(keys);
    return new PrivateKeySet(all);
  }

  /** This set without the key with this id. */
  public PrivateKeySet without(String kid) {
    return new PrivateKeySet(
        keys.stream().filter(key -> !key.toPublic().kid().equals(kid)).toList());
  }

  /** The public halves, in the same order. */
  public PublicKeySet toPublic() {
    return publicKeys;
  }

  /** The key with this id. */
  public Optional<PrivateJwk> find(String kid) {
    return keys.stream().filter(key -> key.toPublic().kid().equals(kid)).findFirst();
  }

  /** The key of this use that new messages are made with. */
  public Optional<PrivateJwk> primary(KeyUse use) {
    return keys.stream().filter(key -> key.toPublic().type().use() == use).findFirst();
  }

  /** The JWK set with the private members. */
  public ObjectNode toJson(SecretAccess access) {
    ObjectNode json = StrictJson.newObject();
    ArrayNode array = json.putArray("keys");
    keys.forEach(key -> array.add(key.toJson(access)));
    return json;
  }

  /** The set in a JWK set whose keys are all private and whole; empty otherwise. */
  public static Optional<PrivateKeySet> parse(byte[] json) {
    Optional<ObjectNode> set = StrictJson.object(json);
    if (set.isEmpty() || !(set.get().get("keys") instanceof ArrayNode members)) {
      return Optional.empty();
    }
    List<PrivateJwk> keys = new ArrayList<>();
    for (JsonNode member : members) {
      Optional<PrivateJwk> key = PrivateJwk.parse(member);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      keys.add(key.get());
    }
    long ids = keys.stream().map(key -> key.toPublic().kid()).distinct().count();
    return ids < keys.size() ? Optional.empty() : Optional.of(new PrivateKeySet(keys));
  }

  /**
   * Writes the set to a file that only its owner can read, in one step.
   *
   * @throws IOException if the file cannot be written
   */
  public void save(Path file) throws IOException {
    OwnerFile.replace(file, StrictJson.bytes(toJson(SecretAccess.granted())));
  }

  /**
   * The set that {@link #save} wrote.
   *
   * @throws IOException if the file cannot be read or is no private key set
   */
  public static PrivateKeySet load(Path file) throws IOException {
    return parse(Files.readAllBytes(file))
        .orElseThrow(() -> new IOException(file + " is not a private key set"));
  }

  @Override
  public String toString() {
    return publicKeys.toString();
  }
}
