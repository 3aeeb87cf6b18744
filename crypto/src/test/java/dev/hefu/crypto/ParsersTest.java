package dev.hefu.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Cosigner;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.TileId;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * No text, however it was bent, makes a parser throw: whatever is not what it should be is an
 * ordinary answer.
 */
final class ParsersTest {
  private static final int BENT_TEXTS = 40;
  private static final PrivateKeySet KEYS =
      PrivateKeySet.generate(
          KeyType.ED25519, KeyType.X25519, KeyType.X_WING, KeyType.SM2_ENCRYPTION);
  private static final NoteSigner LOG = NoteSigner.of("log.example", Secret.random());
  private static final Cosigner COSIGNER = Cosigner.of("log.example", Secret.random());
  private static final Hash LEAF = Hash.ofLeaf(new byte[] {1});
  private static final String PARTS =
      "." + "A".repeat(54) + ".AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
  private static final String PAYLOAD =
      "{\"iss\":\"iss\",\"aud\":\"aud\",\"nonce\":\"nonce\",\"iat\":1,\"dataset\":\"d\","
          + "\"version\":\"1\",\"_sd_alg\":\"sha-256\",\"cells\":{\"_sd\":[\"DIGEST\"]}}";
  private static final Map<String, Consumer<String>> PARSERS = parsers();
  private static final List<String> SEEDS = seeds();

  private static Map<String, Consumer<String>> parsers() {
    Verifier verifier = Verifier.of(KEYS.toPublic());
    Opener opener = Opener.of(KEYS);
    Map<String, Consumer<String>> parsers = new LinkedHashMap<>();
    parsers.put("signed message", text -> verifier.jws(text, "a+jws"));
    parsers.put("claims", text -> CompactJws.parse(text).ifPresent(CompactJws::claims));
    parsers.put("envelope", opener::open);
    parsers.put("record", text -> SignedRecord.verify(text, verifier, "aud", "nonce"));
    parsers.put("header", text -> CompactJws.parse(Base64Url.encodeUtf8(text) + ".e30.AAAA"));
    parsers.put("envelope's header", text -> opener.open(Base64Url.encodeUtf8(text) + PARTS));
    parsers.put("record's payload", text -> verify(verifier, utf8(text), ""));
    parsers.put("disclosure", text -> verify(verifier, payloadOf(text), disclosure(text)));
    parsers.put("public keys", text -> PublicKeySet.parse(utf8(text)));
    parsers.put("private keys", text -> PrivateKeySet.parse(utf8(text)));
    parsers.put("checkpoint", text -> Checkpoint.verified(text, LOG.verifier()));
    parsers.put("cosignature", text -> COSIGNER.verifier().verified(text));
    parsers.put("log key", NoteVerifier::parse);
    parsers.put(
        "proof", text -> LogProof.parse(text).ifPresent(p -> p.verified(LEAF, LOG.verifier())));
    parsers.put("tile", TileId::parse);
    parsers.put("entries", TileId::parseEntries);
    parsers.put("bundle", text -> EntryBundle.decode(utf8(text), 2));
    parsers.put("json", text -> StrictJson.parse(utf8(text)));
    parsers.put("base64url", Base64Url::decode);
    return parsers;
  }

  /** A signed record of a payload and disclosures that were bent before the signing. */
  private static void verify(Verifier verifier, byte[] payload, String disclosures) {
    String text = Signer.of(KEYS).jws(SignedRecord.TYP, payload) + "~" + disclosures;
    SignedRecord.verify(text, verifier, "aud", "nonce");
  }

  private static String disclosure(String text) {
    return Base64Url.encodeUtf8(text) + "~";
  }

  /** A payload in which just this disclosure has a place. */
  private static byte[] payloadOf(String text) {
    byte[] sent = Base64Url.encodeUtf8(text).getBytes(StandardCharsets.US_ASCII);
    String digest = Base64Url.encode(Providers.sha256(sent));
    return utf8(PAYLOAD.replace("DIGEST", digest));
  }

  private static List<String> seeds() {
    Signer signer = Signer.of(KEYS);
    RecordHeader header = new RecordHeader("iss", "aud", "nonce", Instant.EPOCH, "set", "1");
    String record =
        SignedRecord.issue(
            signer, header, Map.of("a", StrictJson.newObject().set("b", json("[1,{\"c\":2}]"))));
    String note = new Checkpoint("log.example", 1, LEAF).signed(LOG);
    return List.of(
        signer.jws("a+jws", utf8("{\"a\":[1.5e3,\"\u7b26\"]}")),
        signer.jwsWithKey("a+jws", utf8("{}")),
        PAYLOAD,
        "[\"0123456789012345678901\",\"a\",{\"b\":[{\"...\":\"x\"},1],\"c\":{\"d\":null}}]",
        "{\"alg\":\"EdDSA\",\"typ\":\"a+jws\",\"kid\":\"k\",\"jwk\":"
            + KEYS.toPublic().keys().getFirst().bareJson()
            + "}",
        "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"apu\":\"AA\",\"epk\":"
            + KEYS.toPublic().keys().get(1).bareJson()
            + "}",
        Sealer.to(KEYS.toPublic()).seal(utf8("text"), "json"),
        Sealer.to(KEYS.without(KEYS.toPublic().keys().get(1).kid()).toPublic())
            .seal(utf8("text"), "json"),
        record,
        StrictJson.write(KEYS.toPublic().toJson()),
        StrictJson.write(KEYS.toJson(SecretAccess.granted())),
        COSIGNER.cosigned(note, Instant.EPOCH),
        LOG.verifier().vkey(),
        LogProof.of(Frontier.EMPTY.append(List.of(LEAF)).proof(0), note).text(),
        new TileId(1, 1_234_067, 17).path(),
        new TileId(0, 5, 256).entriesPath(),
        new String(
            EntryBundle.encode(List.of(new byte[] {1}, new byte[3])), StandardCharsets.ISO_8859_1));
  }

  private static JsonNode json(String text) {
    return StrictJson.parse(utf8(text)).orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 150)
  void noParserThrows(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < BENT_TEXTS; i++) {
      String bent = SEEDS.get(random.nextInt(SEEDS.size()));
      for (int bends = random.nextInt(4); bends >= 0; bends--) {
        bent = bend(bent, random);
      }
      String text = bent;
      PARSERS.forEach((name, parser) -> read(name, parser, text));
    }
  }

  private static void read(String name, Consumer<String> parser, String text) {
    try {
      parser.accept(text);
    } catch (RuntimeException e) {
      throw new AssertionError(name + " throws at: " + text, e);
    }
  }

  private static String bend(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = from + random.nextInt(Math.min(20, text.length() - from + 1));
    String head = text.substring(0, from);
    String cut = text.substring(from, to);
    String tail = text.substring(to);
    return switch (random.nextInt(7)) {
      case 0 -> head + tail;
      case 1 -> head + cut + cut + tail;
      case 2 -> head + (char) random.nextInt(0x100) + tail;
      case 3 -> head + "{}[]\".~,:+-=_9eA\n\u2014\ud800".charAt(random.nextInt(19)) + cut + tail;
      case 4 -> head;
      case 5 -> cut + tail;
      default -> head + other(random) + tail;
    };
  }

  /** A piece of another seed. */
  private static String other(Random random) {
    String text = SEEDS.get(random.nextInt(SEEDS.size()));
    int from = random.nextInt(text.length());
    return text.substring(from, Math.min(text.length(), from + random.nextInt(60)));
  }
}
