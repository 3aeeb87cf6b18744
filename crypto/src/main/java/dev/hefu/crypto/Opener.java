package dev.hefu.crypto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateJwk;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.AesKeyWrap;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Opens envelopes that were sealed to one owner. It gives one answer for every failure, and a
 * broken key wrap takes as long as a broken tag. Safe for use by many threads.
 */
public final class Opener {
  /** An envelope around the largest answer, and room for its text form. */
  public static final int MAX_CHARS = 16 * 1024 * 1024;

  private static final int PARTS = 5;
  private static final Set<String> MEMBERS =
      Set.of("alg", "enc", "cty", "typ", "kid", "epk", "apu", "apv");

  private final PrivateKeySet keys;

  private Opener(PrivateKeySet keys) {
    this.keys = keys;
  }

  /** The opener with these keys, the older ones included. */
  public static Opener of(PrivateKeySet keys) {
    return new Opener(keys);
  }

  /** The plaintext; empty if the envelope is not intact, not of our suite or not to these keys. */
  public Optional<byte[]> open(String jwe) {
    if (jwe.length() > MAX_CHARS) {
      return Optional.empty();
    }
    String[] texts = jwe.split("\\.", PARTS + 1);
    if (texts.length != PARTS) {
      return Optional.empty();
    }
    byte[][] parts = new byte[PARTS][];
    for (int i = 0; i < PARTS; i++) {
      Optional<byte[]> part = Base64Url.decode(texts[i]);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts[i] = part.get();
    }
    return StrictJson.object(parts[0])
        .filter(Opener::isOurSuite)
        .flatMap(this::wrappingKey)
        .flatMap(key -> open(key, parts, texts[0].getBytes(StandardCharsets.US_ASCII)));
  }

  private static boolean isOurSuite(ObjectNode header) {
    return Sealer.KEY_ALGORITHM.equals(header.path("alg").textValue())
        && Sealer.CONTENT_ALGORITHM.equals(header.path("enc").textValue())
        && header.properties().stream().allMatch(member -> MEMBERS.contains(member.getKey()));
  }

  private Optional<byte[]> wrappingKey(ObjectNode header) {
    Optional<PrivateJwk> key =
        header.has("kid")
            ? keys.find(header.path("kid").asText(""))
            : keys.primary(KeyUse.ENCRYPTION);
    Optional<byte[]> apu = party(header, "apu");
    Optional<byte[]> apv = party(header, "apv");
    if (key.isEmpty() || apu.isEmpty() || apv.isEmpty()) {
      return Optional.empty();
    }
    return ephemeral(header, key.get())
        .flatMap(key.get()::agree)
        .map(z -> KeyDerivation.concat(z, Sealer.KEY_ALGORITHM, apu.get(), apv.get()));
  }

  private static Optional<byte[]> party(ObjectNode header, String member) {
    if (!header.has(member)) {
      return Optional.of(new byte[0]);
    }
    String text = header.path(member).textValue();
    return text == null ? Optional.empty() : Base64Url.decode(text);
  }

  /** The point in the member {@code epk}, which must be on the key's own curve. */
  private static Optional<Coordinates> ephemeral(ObjectNode header, PrivateJwk key) {
    if (!(header.get("epk") instanceof ObjectNode epk)
        || epk.has("d")
        || !key.toPublic().type().kty().equals(epk.path("kty").textValue())
        || !key.toPublic().type().crv().equals(epk.path("crv").textValue())) {
      return Optional.empty();
    }
    Optional<byte[]> x = Base64Url.decode(epk.path("x").asText("="));
    Optional<byte[]> y = party(epk, "y");
    return x.isEmpty() || y.isEmpty()
        ? Optional.empty()
        : Optional.of(new Coordinates(x.get(), y.get()));
  }

  private static Optional<byte[]> open(byte[] wrappingKey, byte[][] parts, byte[] aad) {
    if (parts[1].length != AesGcm.KEY_BYTES + AesKeyWrap.OVERHEAD_BYTES
        || parts[4].length != AesGcm.TAG_BYTES) {
      return Optional.empty();
    }
    Optional<byte[]> unwrapped = AesKeyWrap.unwrap(wrappingKey, parts[1]);
    byte[] contentKey = unwrapped.orElseGet(() -> Providers.randomBytes(AesGcm.KEY_BYTES));
    byte[] sealed = Arrays.copyOf(parts[3], parts[3].length + AesGcm.TAG_BYTES);
    System.arraycopy(parts[4], 0, sealed, parts[3].length, AesGcm.TAG_BYTES);
    return AesGcm.open(contentKey, parts[2], sealed, aad);
  }
}
