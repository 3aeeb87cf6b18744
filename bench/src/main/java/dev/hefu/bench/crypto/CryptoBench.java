package dev.hefu.bench.crypto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.bench.measure.Row;
import dev.hefu.bench.measure.SideBySide;
import dev.hefu.crypto.EnvelopeForm;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.crypto.primitive.Sm4Gcm;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the door of {@code crypto} costs beside the operations that nobody can leave out: curves and
 * lattices for a small message, AES for a large one.
 */
public final class CryptoBench {
  private static final int CELLS = 8;
  private static final int KIB = 1024;

  /** Places of parts in the compact form. */
  private static final int WRAPPED_KEY = 1;

  private static final int TAG = 4;
  private static final byte[] MEBIBYTE = new byte[KIB * KIB];
  private static final byte[] NONE = {};
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final RecordHeader HEADER =
      new RecordHeader("mall", "cafe", "x-1", Instant.EPOCH, "purchase-history", "1.0.0");

  private final BareKeys bare = new BareKeys();
  private final List<Row> rows = new ArrayList<>();

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    try {
      rows.addAll(ProviderBench.run());
      international(KeyType.ED25519, KeyType.X25519, bare::ed25519Verify, bare::x25519Once);
      international(KeyType.ES256, KeyType.ECDH_P256, bare::es256Verify, bare::p256Once);
      large();
      postQuantum();
      chinese();
      return rows;
    } catch (RuntimeException bug) {
      throw bug;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void row(String name, Callable<?> ours, String peer, Callable<?> theirs) {
    rows.add(SideBySide.row(name, ours, peer, theirs));
  }

  /** Fields of 1 KiB in 8 cells. */
  private static Map<String, ObjectNode> cells() {
    Map<String, ObjectNode> cells = new LinkedHashMap<>();
    for (int i = 0; i < CELLS; i++) {
      ObjectNode fields = StrictJson.newObject().put("value", "");
      int rest = KIB / CELLS - StrictJson.bytes(fields).length;
      cells.put("cell" + i, fields.put("value", "v".repeat(rest)));
    }
    return cells;
  }

  private void international(
      KeyType signing, KeyType encryption, Callable<?> verify, Callable<?> agreement) {
    PrivateKeySet keys = PrivateKeySet.generate(signing, encryption);
    Verifier verifier = Verifier.of(keys.toPublic());
    Sealer sealer = Sealer.to(keys.toPublic());
    Opener opener = Opener.of(keys);
    String record = SignedRecord.issue(Signer.of(keys), HEADER, cells());
    byte[] text = record.getBytes(StandardCharsets.US_ASCII);
    String envelope = sealer.seal(text, "json");
    row(
        "seal 1 KiB in 8 cells, %s, at most 1.3".formatted(encryption),
        () -> sealer.seal(text, "json"),
        "a fresh key and one agreement",
        agreement);
    row(
        "verify a record of 8 cells, %s, at most 1.3".formatted(signing),
        () -> verified(record, verifier),
        "Bouncy Castle's signature check",
        verify);
    row(
        "open 1 KiB in 8 cells, %s".formatted(encryption),
        () -> opener.open(envelope).orElseThrow(),
        "one agreement",
        encryption == KeyType.X25519 ? bare::x25519Agree : bare::p256Agree);
    row(
        "refuse a broken wrapped key, " + encryption,
        () -> refused(opener, bent(envelope, WRAPPED_KEY)),
        "refuse a broken tag",
        () -> refused(opener, bent(envelope, TAG)));
  }

  /** The envelope with the first character of a part changed. */
  private static String bent(String envelope, int part) {
    int place = 0;
    for (int i = 0; i < part; i++) {
      place = envelope.indexOf('.', place) + 1;
    }
    char other = envelope.charAt(place) == 'A' ? 'B' : 'A';
    return envelope.substring(0, place) + other + envelope.substring(place + 1);
  }

  /** Whoever can tell the two apart learns something about the key: the ratio is to be 1. */
  private static boolean refused(Opener opener, String envelope) {
    if (opener.open(envelope).isPresent()) {
      throw new IllegalStateException("a broken envelope opens");
    }
    return true;
  }

  private static SignedRecord verified(String record, Verifier verifier) {
    return switch (SignedRecord.verify(record, verifier, HEADER.audience(), HEADER.nonce())) {
      case RecordCheck.Valid valid -> valid.record();
      case RecordCheck.Invalid bad -> throw new IllegalStateException(bad.reason());
    };
  }

  /** A text form takes base64url too, which as long as it stays in the cache is a fifth of AES. */
  private void large() {
    Sealer sealer = Sealer.to(PrivateKeySet.generate().toPublic());
    OutputStream nowhere = OutputStream.nullOutputStream();
    Callable<?> streamed =
        () -> {
          sealer.seal(MEBIBYTE, "json", EnvelopeForm.COMPACT, nowhere);
          return nowhere;
        };
    row(
        "seal 1 MiB to a stream, at most 1.2",
        streamed,
        "X25519 and the JDK's AES-GCM",
        () -> List.of(bare.x25519Once(), aesGcm()));
    row("the same", streamed, "the JDK's AES-GCM alone", CryptoBench::aesGcm);
    row(
        "seal 1 MiB to a string, at most 1.2",
        () -> sealer.seal(MEBIBYTE, "json"),
        "X25519, AES-GCM and base64url of the JDK",
        () -> List.of(bare.x25519Once(), BASE64URL.encodeToString(aesGcm())));
  }

  private static byte[] aesGcm() {
    byte[] key = Providers.randomBytes(AesGcm.KEY_BYTES);
    return AesGcm.seal(key, Providers.randomBytes(AesGcm.NONCE_BYTES), MEBIBYTE, NONE);
  }

  private void postQuantum() {
    PrivateKeySet keys = PrivateKeySet.generate(KeyType.HYBRID, KeyType.X_WING);
    suite(keys, "HPKE with X-Wing", bare::xWingOnce, "PQ_2026");
    signatures(
        keys,
        "Ed25519 and ML-DSA-65",
        () -> List.of(bare.ed25519Sign(), bare.mlDsaSign()),
        () -> List.of(bare.ed25519Verify(), bare.mlDsaVerify()));
  }

  private void chinese() {
    PrivateKeySet keys = PrivateKeySet.generate(KeyType.SM2_SIGNATURE, KeyType.SM2_ENCRYPTION);
    byte[] key = Providers.randomBytes(Sm4Gcm.KEY_BYTES);
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    byte[] kibibyte = new byte[KIB];
    suite(
        keys,
        "SM2 encryption and SM4-GCM",
        () -> List.of(bare.sm2Once(), Sm4Gcm.seal(key, nonce, kibibyte, NONE)),
        "SM_2026");
    signatures(keys, "SM2 with SM3", bare::sm2Sign, bare::sm2Verify);
  }

  private void suite(PrivateKeySet keys, String peer, Callable<?> theirs, String suite) {
    Sealer sealer = Sealer.to(keys.toPublic());
    byte[] kibibyte = new byte[KIB];
    row("seal 1 KiB, " + suite, () -> sealer.seal(kibibyte, "json"), peer, theirs);
  }

  private void signatures(PrivateKeySet keys, String peer, Callable<?> sign, Callable<?> verify) {
    Signer signer = Signer.of(keys);
    Verifier verifier = Verifier.of(keys.toPublic());
    String jws = signer.jws("a+jws", new byte[KIB]);
    String alg = keys.toPublic().keys().getFirst().type().algorithm();
    row("sign 1 KiB, " + alg, () -> signer.jws("a+jws", new byte[KIB]), peer, sign);
    row("verify 1 KiB, " + alg, () -> verifier.jws(jws, "a+jws"), peer, verify);
  }
}
