package dev.hefu.crypto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateJwk;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.Suite;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens envelopes that were sealed to one owner. It gives one answer for every failure, and a
 * broken key wrap takes as long as a broken tag. Safe for use by many threads.
 */
public final class Opener {
  /** An envelope around the largest answer, and room for its text form. */
  public static final int MAX_CHARS = 16 * 1024 * 1024;

  private static final Set<String> COMMON_MEMBERS = Set.of("alg", "enc", "cty", "typ", "kid");

  private final PrivateKeySet keys;

  private Opener(PrivateKeySet keys) {
    this.keys = keys;
  }

  /** The opener with these keys, the older ones included. */
  public static Opener of(PrivateKeySet keys) {
    return new Opener(keys);
  }

  /**
   * The plaintext.
   *
   * @param jwe in compact or in flattened JSON form
   * @return empty if the envelope is not intact, not of our suites or not to these keys
   */
  public Optional<byte[]> open(String jwe) {
    return jwe.length() > MAX_CHARS
        ? Optional.empty()
        : EnvelopeParts.parse(jwe).flatMap(this::open);
  }

  private Optional<byte[]> open(EnvelopeParts parts) {
    ObjectNode header = parts.header();
    Optional<PrivateJwk> key =
        header.has("kid")
            ? keys.find(header.path("kid").asText(""))
            : keys.primary(KeyUse.ENCRYPTION);
    if (key.isEmpty()
        || !isOf(key.get().toPublic().type(), header)
        || parts.tag().length != AesGcm.TAG_BYTES) {
      return Optional.empty();
    }
    Suite suite = key.get().toPublic().type().suite();
    byte[] noKey = Providers.randomBytes(suite.contentKeyBytes()); // made in either case
    byte[] contentKey =
        WrappedKey.open(header, key.get(), parts.encryptedKey())
            .filter(bytes -> bytes.length == noKey.length)
            .orElse(noKey);
    return ContentCipher.open(
        suite, contentKey, parts.nonce(), parts.sealed(), parts.protectedText());
  }

  /** Whether the header names just the algorithms of the key and has no other members. */
  private static boolean isOf(KeyType type, ObjectNode header) {
    Set<String> own = WrappedKey.membersOf(type);
    return type.use() == KeyUse.ENCRYPTION
        && type.algorithm().equals(header.path("alg").textValue())
        && type.suite().contentAlgorithm().equals(header.path("enc").textValue())
        && header.properties().stream()
            .map(Map.Entry::getKey)
            .allMatch(member -> COMMON_MEMBERS.contains(member) || own.contains(member));
  }
}
