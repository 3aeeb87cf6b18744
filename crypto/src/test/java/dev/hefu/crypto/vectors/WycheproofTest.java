package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.AesKeyWrap;
import dev.hefu.crypto.primitive.Coordinates;
import dev.hefu.crypto.primitive.EcdhP256;
import dev.hefu.crypto.primitive.Ed25519;
import dev.hefu.crypto.primitive.Es256;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.MlDsa;
import dev.hefu.crypto.primitive.Sm4Gcm;
import dev.hefu.crypto.primitive.X25519;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every Wycheproof file: what is valid passes, what is invalid is refused, and the counts and the
 * flaws are those that were written down.
 */
final class WycheproofTest {
  private static final PrivateKeySet STRANGER = PrivateKeySet.generate();

  /** What becomes of one case. */
  private enum Outcome {
    PASSED,
    REFUSED,
    /** Key length, nonce length or algorithm that our primitives do not take at all. */
    NOT_OURS
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/counts.csv", numLinesToSkip = 1)
  void countsArePinned(String file, int passed, int refused, int notOurs) throws IOException {
    TreeMap<String, Integer> counts = new TreeMap<>();
    TreeSet<String> flaws = new TreeSet<>();
    Vectors.forEach(
        Vectors.read("wycheproof/" + file + "_test.json"),
        (group, test) -> {
          Outcome outcome = run(file, group, test);
          counts.merge(outcome.name(), 1, Integer::sum);
          String where = file + " " + test.path("tcId") + " " + test.path("comment");
          switch (test.path("result").asText()) {
            case "valid" -> assertEquals(true, outcome != Outcome.REFUSED, where);
            case "invalid" -> assertEquals(true, outcome != Outcome.PASSED, where);
            default -> {}
          }
          if (outcome == Outcome.REFUSED) {
            test.path("flags").forEach(flag -> flaws.add(flag.asText()));
          }
        });
    System.out.println("wycheproof " + file + " " + counts);
    assertEquals(expected(passed, refused, notOurs), counts);
    assertEquals(new TreeSet<>(refusals(file).keySet()), flaws);
  }

  @Test
  void noFileIsLeftOut() throws IOException {
    TreeSet<String> pinned = new TreeSet<>();
    table("counts.csv").skip(1).forEach(cells -> pinned.add(cells[0] + "_test.json"));
    assertEquals(new TreeSet<>(Vectors.names("wycheproof", "_test.json")), pinned);
  }

  private static Map<String, Integer> expected(int passed, int refused, int notOurs) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    counts.put(Outcome.PASSED.name(), passed);
    counts.put(Outcome.REFUSED.name(), refused);
    counts.put(Outcome.NOT_OURS.name(), notOurs);
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** The table of flaws: which flag of a file means which refusal. */
  private static Map<String, String> refusals(String file) {
    TreeMap<String, String> refusals = new TreeMap<>();
    table("flaws.csv")
        .filter(cells -> cells[0].equals(file))
        .forEach(cells -> refusals.put(cells[1], cells[2]));
    return refusals;
  }

  private static Stream<String[]> table(String name) {
    InputStream table = WycheproofTest.class.getResourceAsStream("/vectors/" + name);
    assertNotNull(table);
    try (table) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", 3));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(String file, JsonNode group, JsonNode test) {
    return switch (file) {
      case "aes_gcm" -> aesGcm(group, test);
      case "aes_wrap" -> aesWrap(group, test);
      case "ed25519" -> ed25519(group, test);
      case "ecdsa_secp256r1_sha256_p1363" -> es256(group, test);
      case "x25519" -> x25519(test);
      case "ecdh_secp256r1_ecpoint" -> ecdh(test);
      case "hkdf_sha256" -> hkdf(test);
      case "json_web_signature", "json_web_crypto", "json_web_key" -> jws(group, test);
      case "json_web_encryption" -> jwe(group, test);
      case "mldsa_44_verify" -> mlDsa(MlDsa.ML_DSA_44, group, test);
      case "mldsa_65_verify" -> mlDsa(MlDsa.ML_DSA_65, group, test);
      case "sm4_gcm" -> sm4Gcm(group, test);
      case "mlkem_768" -> of(BorrowedCases.mlKem(test));
      case "hmac_sm3" -> hmacSm3(group, test);
      case "chacha20_poly1305" -> chaCha(group, test);
      default -> throw new IllegalArgumentException(file);
    };
  }

  private static Outcome of(boolean passed) {
    return passed ? Outcome.PASSED : Outcome.REFUSED;
  }

  private static Outcome aesGcm(JsonNode group, JsonNode test) {
    if (group.path("keySize").asInt() != 256 || group.path("ivSize").asInt() != 96) {
      return Outcome.NOT_OURS;
    }
    byte[] key = Vectors.hex(test, "key");
    byte[] nonce = Vectors.hex(test, "iv");
    byte[] aad = Vectors.hex(test, "aad");
    byte[] plaintext = Vectors.hex(test, "msg");
    byte[] sealed = concat(Vectors.hex(test, "ct"), Vectors.hex(test, "tag"));
    byte[] repaired = AesGcm.seal(key, nonce, plaintext, aad);
    assertEquals(true, opens(AesGcm.open(key, nonce, repaired, aad), plaintext));
    Optional<byte[]> opened = AesGcm.open(key, nonce, sealed, aad);
    assertEquals(opened.isPresent(), Arrays.equals(repaired, sealed));
    return of(opens(opened, plaintext));
  }

  private static Outcome sm4Gcm(JsonNode group, JsonNode test) {
    if (group.path("ivSize").asInt() != 96) {
      return Outcome.NOT_OURS;
    }
    byte[] key = Vectors.hex(test, "key");
    byte[] nonce = Vectors.hex(test, "iv");
    byte[] aad = Vectors.hex(test, "aad");
    byte[] plaintext = Vectors.hex(test, "msg");
    byte[] repaired = Sm4Gcm.seal(key, nonce, plaintext, aad);
    assertEquals(true, opens(Sm4Gcm.open(key, nonce, repaired, aad), plaintext));
    byte[] sealed = concat(Vectors.hex(test, "ct"), Vectors.hex(test, "tag"));
    return of(opens(Sm4Gcm.open(key, nonce, sealed, aad), plaintext));
  }

  /** The same case with the tag that belongs to it passes. */
  private static Outcome hmacSm3(JsonNode group, JsonNode test) {
    byte[] tag = BorrowedCases.hmacSm3(group, test);
    ObjectNode repaired = ((ObjectNode) test).deepCopy();
    repaired.put("tag", HexFormat.of().formatHex(tag));
    assertEquals(true, BorrowedCases.isTag(tag, repaired));
    return of(BorrowedCases.isTag(tag, test));
  }

  private static Outcome chaCha(JsonNode group, JsonNode test) {
    if (group.path("ivSize").asInt() != 96) {
      return Outcome.NOT_OURS;
    }
    byte[] plaintext = Vectors.hex(test, "msg");
    byte[] repaired = BorrowedCases.chaChaSeal(test);
    assertEquals(true, opens(BorrowedCases.chaChaOpen(test, repaired), plaintext));
    byte[] sealed = concat(Vectors.hex(test, "ct"), Vectors.hex(test, "tag"));
    return of(opens(BorrowedCases.chaChaOpen(test, sealed), plaintext));
  }

  /** Ours sign with the empty context only. */
  private static Outcome mlDsa(MlDsa level, JsonNode group, JsonNode test) {
    byte[] key = Vectors.hex(group, "publicKey");
    if (test.path("ctx").asText("").length() > 0) {
      return Outcome.NOT_OURS;
    }
    return of(
        key.length == level.publicBytes()
            && new MlDsa.PublicKey(level, key)
                .verify(Vectors.hex(test, "msg"), Vectors.hex(test, "sig")));
  }

  private static Outcome aesWrap(JsonNode group, JsonNode test) {
    byte[] key = Vectors.hex(test, "key");
    byte[] plaintext = Vectors.hex(test, "msg");
    byte[] wrapped = Vectors.hex(test, "ct");
    if (group.path("keySize").asInt() != 256) {
      return Outcome.NOT_OURS;
    }
    if (plaintext.length >= 16 && plaintext.length % 8 == 0) {
      byte[] repaired = AesKeyWrap.wrap(key, plaintext);
      assertEquals(true, opens(AesKeyWrap.unwrap(key, repaired), plaintext));
    }
    return of(opens(AesKeyWrap.unwrap(key, wrapped), plaintext));
  }

  private static boolean opens(Optional<byte[]> opened, byte[] plaintext) {
    return opened.map(bytes -> Arrays.equals(bytes, plaintext)).orElse(false);
  }

  private static Outcome ed25519(JsonNode group, JsonNode test) {
    byte[] point = Vectors.hex(group.path("publicKey"), "pk");
    return of(
        new Ed25519.PublicKey(point).verify(Vectors.hex(test, "msg"), Vectors.hex(test, "sig")));
  }

  private static Outcome es256(JsonNode group, JsonNode test) {
    byte[] point = Vectors.hex(group.path("publicKey"), "uncompressed");
    return of(
        new Es256.PublicKey(coordinates(point))
            .verify(Vectors.hex(test, "msg"), Vectors.hex(test, "sig")));
  }

  private static Outcome x25519(JsonNode test) {
    X25519.PrivateKey key = new X25519.PrivateKey(Vectors.hex(test, "private"));
    Coordinates other = new Coordinates(Vectors.hex(test, "public"), new byte[0]);
    return agreed(key.agree(other), test);
  }

  /** A zero secret is refused; whatever else comes out must be the right one. */
  private static Outcome agreed(Optional<byte[]> secret, JsonNode test) {
    secret.ifPresent(
        bytes -> assertEquals(true, Arrays.equals(bytes, Vectors.hex(test, "shared"))));
    return of(secret.isPresent());
  }

  private static Outcome ecdh(JsonNode test) {
    byte[] point = Vectors.hex(test, "public");
    if (point.length != 65 || point[0] != 4) {
      return Outcome.REFUSED;
    }
    byte[] scalar = new BigInteger(test.path("private").asText(), 16).toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(32, scalar.length);
    System.arraycopy(scalar, scalar.length - length, padded, 32 - length, length);
    return agreed(new EcdhP256.PrivateKey(padded).agree(coordinates(point)), test);
  }

  private static Outcome hkdf(JsonNode test) {
    int size = test.path("size").asInt();
    if (size > KeyDerivation.MAX_HKDF_BYTES) {
      return Outcome.REFUSED;
    }
    byte[] derived =
        KeyDerivation.hkdf(
            Vectors.hex(test, "ikm"), Vectors.hex(test, "salt"), Vectors.hex(test, "info"), size);
    return of(Arrays.equals(derived, Vectors.hex(test, "okm")));
  }

  /** At the door: a key that we do not take verifies nothing. */
  private static Outcome jws(JsonNode group, JsonNode test) {
    Optional<PublicJwk> key = publicKey(group.path("private"));
    if (key.isEmpty() || !test.path("jws").isTextual()) {
      return Outcome.NOT_OURS;
    }
    return of(
        CompactJws.parse(test.path("jws").asText())
            .filter(jws -> jws.verify(key.get()))
            .isPresent());
  }

  private static Optional<PublicJwk> publicKey(JsonNode jwk) {
    return jwk instanceof ObjectNode object
        ? PublicJwk.parse(object.deepCopy().without("d"))
        : Optional.empty();
  }

  private static Outcome jwe(JsonNode group, JsonNode test) {
    ObjectNode set = StrictJson.newObject();
    set.putArray("keys").add(group.path("private"));
    Optional<PrivateKeySet> keys =
        PrivateKeySet.parse(StrictJson.bytes(set))
            .filter(own -> own.primary(KeyUse.ENCRYPTION).isPresent());
    Optional<byte[]> opened = Opener.of(keys.orElse(STRANGER)).open(test.path("jwe").asText());
    if (keys.isEmpty() || !"A256GCM".equals(test.path("enc").asText())) {
      assertEquals(Optional.empty(), opened);
      return Outcome.NOT_OURS;
    }
    return of(opens(opened, Vectors.hex(test, "pt")));
  }

  private static Coordinates coordinates(byte[] uncompressed) {
    return new Coordinates(
        Arrays.copyOfRange(uncompressed, 1, 33), Arrays.copyOfRange(uncompressed, 33, 65));
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
