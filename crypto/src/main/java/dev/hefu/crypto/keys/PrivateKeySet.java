package dev.hefu.crypto.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The private keys of one owner: what it signs with and what opens what is sealed to it.
 *
 * <p>Of each use one key is primary; a next one may be published beside it before it takes over,
 * and old ones stay for opening and for being verified against until they are taken out. The public
 * halves stand in this order. Immutable.
 */
public final class PrivateKeySet {
  /** The member of a private JWK that tells its status; keys of earlier files have none. */
  private static final String STATUS = "status";

  private final List<PrivateJwk> keys;
  private final Set<String> next;
  private final PublicKeySet publicKeys;

  private PrivateKeySet(List<PrivateJwk> keys, Set<String> next) {
    this.keys = List.copyOf(keys);
    this.next = Set.copyOf(next);
    this.publicKeys = PublicKeySet.of(keys.stream().map(PrivateJwk::toPublic).toList());
  }

  /** One fresh Ed25519 key and one fresh X25519 key. */
  public static PrivateKeySet generate() {
    return generate(KeyType.ED25519, KeyType.X25519);
  }

  /** One fresh key of each type, in this order. */
  public static PrivateKeySet generate(KeyType... types) {
    return new PrivateKeySet(List.of(types).stream().map(PrivateJwk::generate).toList(), Set.of());
  }

  /**
   * This set with a fresh next key beside each primary one, to be handed out some time before
   * {@link #promoted}; the same set if there are next ones already.
   */
  public PrivateKeySet withNext() {
    if (!next.isEmpty()) {
      return this;
    }
    List<PrivateJwk> fresh = new ArrayList<>();
    for (KeyUse use : KeyUse.values()) {
      primary(use).ifPresent(key -> fresh.add(PrivateJwk.generate(key.toPublic().type())));
    }
    List<PrivateJwk> all = new ArrayList<>();
    for (KeyUse use : KeyUse.values()) {
      primary(use).ifPresent(all::add);
    }
    all.addAll(fresh);
    keys.stream().filter(key -> !all.contains(key)).forEach(all::add);
    Set<String> ids = new HashSet<>();
    fresh.forEach(key -> ids.add(key.toPublic().kid()));
    return new PrivateKeySet(all, ids);
  }

  /**
   * This set with its next keys as primary ones and the former primary ones as old.
   *
   * @throws IllegalStateException if there are no next keys
   */
  public PrivateKeySet promoted() {
    if (next.isEmpty()) {
      throw new IllegalStateException("no next keys were handed out");
    }
    List<PrivateJwk> all = new ArrayList<>(keys.stream().filter(this::isNext).toList());
    keys.stream().filter(key -> !isNext(key)).forEach(all::add);
    return new PrivateKeySet(all, Set.of());
  }

  /** This set with fresh primary keys at once, for an owner whose key was lost. */
  public PrivateKeySet rotated() {
    return new PrivateKeySet(keys, Set.of()).withNext().promoted();
  }

  /** This set without the key with this id. */
  public PrivateKeySet without(String kid) {
    Set<String> rest = new HashSet<>(next);
    rest.remove(kid);
    return new PrivateKeySet(
        keys.stream().filter(key -> !key.toPublic().kid().equals(kid)).toList(), rest);
  }

  /** Where the key with this id stands; empty if there is none. */
  public Optional<KeyStatus> status(String kid) {
    return find(kid).map(this::status);
  }

  private KeyStatus status(PrivateJwk key) {
    if (isNext(key)) {
      return KeyStatus.NEXT;
    }
    boolean first = primary(key.toPublic().type().use()).filter(key::equals).isPresent();
    return first ? KeyStatus.PRIMARY : KeyStatus.OLD;
  }

  private boolean isNext(PrivateJwk key) {
    return next.contains(key.toPublic().kid());
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
    return keys.stream()
        .filter(key -> key.toPublic().type().use() == use && !isNext(key))
        .findFirst();
  }

  /** The JWK set with the private members and each key's {@code status}. */
  public ObjectNode toJson(SecretAccess access) {
    ObjectNode json = StrictJson.newObject();
    ArrayNode array = json.putArray("keys");
    keys.forEach(key -> array.add(key.toJson(access).put(STATUS, status(key).name())));
    return json;
  }

  /** The set in a JWK set whose keys are all private and whole; empty otherwise. */
  public static Optional<PrivateKeySet> parse(byte[] json) {
    Optional<ObjectNode> set = StrictJson.object(json);
    if (set.isEmpty() || !(set.get().get("keys") instanceof ArrayNode members)) {
      return Optional.empty();
    }
    List<PrivateJwk> keys = new ArrayList<>();
    Set<String> next = new HashSet<>();
    for (JsonNode member : members) {
      Optional<PrivateJwk> key = PrivateJwk.parse(member);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      keys.add(key.get());
      if (KeyStatus.NEXT.name().equals(member.path(STATUS).textValue())) {
        next.add(key.get().toPublic().kid());
      }
    }
    long ids = keys.stream().map(key -> key.toPublic().kid()).distinct().count();
    return ids < keys.size() ? Optional.empty() : Optional.of(new PrivateKeySet(keys, next));
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
