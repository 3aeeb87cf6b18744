package dev.hefu.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.Appended;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.message.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One genuine exchange, every part of which a test can replace. */
public final class TestExchange {
  static final PrivateKeySet CONSUMER = PrivateKeySet.generate();
  public static final PrivateKeySet PROVIDER = PrivateKeySet.generate();
  public static final PrivateKeySet GATEWAY = PrivateKeySet.generate();
  public static final PrivateKeySet STRANGER = PrivateKeySet.generate();
  static final NoteSigner LOG = NoteSigner.of("log.example/hefu", Secret.random());
  static final String CONSENT = "mzxw6ytboi3tqnbqgiytemzqgq";
  static final ExchangeRequest ASKED =
      new ExchangeRequest(
          "wallet",
          "payment-profile",
          1,
          Purpose.RECOMMENDATION,
          Tier.PSEUDONYMOUS,
          "C-20418",
          CONSENT);

  UUID exchange = UUID.randomUUID();
  PrivateKeySet recordSigner = PROVIDER;
  PrivateKeySet headerSigner = GATEWAY;
  PrivateKeySet sealedTo = CONSUMER;
  NoteSigner log = LOG;
  String headerType = AnswerOpener.HEADER_TYPE;
  RecordHeader recordHeader =
      new RecordHeader(
          "wallet", "marketplace", exchange.toString(), TestClock.START, "payment-profile", "1");
  ObjectNode header =
      json()
          .put("exchange", exchange.toString())
          .put("consumer", "marketplace")
          .put("provider", "wallet")
          .put("subject", CONSENT)
          .put("dataset", "payment-profile")
          .put("version", 1)
          .put("purpose", "recommendation")
          .put("tier", "PSEUDONYMOUS")
          .put("iat", TestClock.START.getEpochSecond())
          .set("obligations", json().put("pseudonymise", true));
  private ObjectNode decision = json().put("outcome", "permit");
  ObjectNode leaf = leaf();
  boolean digestOfTheRecord = true;

  public static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private String disclosure() {
    return Base64Url.encodeUtf8("[\"c2FsdA\",\"decision\"," + decision + "]");
  }

  private ObjectNode leaf() {
    ObjectNode leaf = json().put("v", 1).put("kind", "exchange").put("x", exchange.toString());
    leaf.putArray("sd").add("other").add(Digests.base64(disclosure()));
    return leaf;
  }

  /** Makes its leaf one of another exchange, which repeats this request or decides otherwise. */
  void decidedElsewhere(String outcome, UUID of) {
    decision = json().put("outcome", outcome).put("of", of.toString());
    leaf = leaf().put("x", UUID.randomUUID().toString());
  }

  static Map<String, ObjectNode> cells() {
    ObjectNode sensitive = json().put("creditBand", "B");
    sensitive.putArray("merchantCategories").addObject().put("category", "Coffee");
    return Map.of("payment.sensitive", sensitive);
  }

  ExchangeAnswer answer() {
    String record = SignedRecord.issue(Signer.of(recordSigner), recordHeader, cells());
    if (digestOfTheRecord) {
      header.put("recordDigest", Digests.base64(record));
    }
    String jws = Signer.of(headerSigner).jws(headerType, CanonicalJson.bytes(header));
    ObjectNode content = json().put("header", jws).put("record", record);
    String envelope =
        Sealer.to(sealedTo.toPublic()).seal(CanonicalJson.bytes(content), "application/json");
    return new ExchangeAnswer(exchange, envelope, evidence());
  }

  Evidence evidence() {
    String text = CanonicalJson.text(leaf);
    Hash hash = Hash.ofLeaf(text.getBytes(StandardCharsets.UTF_8));
    Hash before = Hash.ofLeaf(new byte[] {1});
    Appended appended = Frontier.EMPTY.append(List.of(before, before, hash, before));
    String checkpoint = new Checkpoint(log.name(), appended.size(), appended.root()).signed(log);
    LogProof proof = LogProof.of(appended.proof(2), checkpoint);
    return new Evidence(2, text, List.of(disclosure()), proof.text());
  }

  static AnswerOpener opener() {
    return new AnswerOpener(
        "marketplace",
        Opener.of(CONSUMER),
        Verifier.of(GATEWAY.toPublic()),
        LOG.verifier(),
        id -> id.equals("wallet") ? Optional.of(PROVIDER.toPublic()) : Optional.empty());
  }
}
