package dev.hefu.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Opens answers as their consumer and believes nothing unverified: the envelope, the gateway's
 * header, the provider's record, and the leaf in the log, all about the same exchange. Safe for use
 * by many threads.
 */
public final class AnswerOpener {
  /** The {@code typ} of the gateway's header. */
  static final String HEADER_TYPE = "hefu-answer+jws";

  private static final int MAX_PLAINTEXT_BYTES = 16 * 1024 * 1024;

  private final String consumer;
  private final Opener opener;
  private final Verifier gateway;
  private final NoteVerifier log;
  private final Function<String, Optional<PublicKeySet>> keysOf;

  /**
   * @param consumer the participant's own id
   * @param opener with its private keys
   * @param gateway with the gateway's public keys
   * @param log the key that the log's checkpoints are signed with
   * @param keysOf the registered public keys of a provider; empty if it is unknown
   */
  public AnswerOpener(
      String consumer,
      Opener opener,
      Verifier gateway,
      NoteVerifier log,
      Function<String, Optional<PublicKeySet>> keysOf) {
    this.consumer = consumer;
    this.opener = opener;
    this.gateway = gateway;
    this.log = log;
    this.keysOf = keysOf;
  }

  /** Opens and verifies the answer to a request. */
  public OpenedAnswer open(ExchangeRequest asked, ExchangeAnswer answer) {
    try {
      return verified(asked, answer);
    } catch (Unacceptable e) {
      return new OpenedAnswer.Rejected(e.reason);
    }
  }

  private OpenedAnswer verified(ExchangeRequest asked, ExchangeAnswer answer) throws Unacceptable {
    byte[] plaintext =
        opener.open(answer.envelope()).orElseThrow(() -> new Unacceptable("It does not open."));
    JsonNode content = json(plaintext, "The content");
    String record = content.path("record").asText();
    JsonNode header = header(asked, answer.exchange(), content.path("header").asText(), record);
    SignedRecord signed = record(asked, answer.exchange(), record);
    EvidenceCheck.Proven proven = evidence(answer);
    return new OpenedAnswer.Verified(
        answer.exchange(),
        header.path("subject").asText(),
        asked.dataset(),
        asked.version(),
        asked.purpose(),
        asked.tier(),
        Instant.ofEpochSecond(header.path("iat").asLong()),
        signed.cells(),
        header.path("obligations") instanceof ObjectNode duties
            ? duties
            : JsonNodeFactory.instance.objectNode(),
        record,
        answer.evidence().index(),
        proven.checkpoint());
  }

  private JsonNode header(ExchangeRequest asked, UUID exchange, String jws, String record)
      throws Unacceptable {
    JsonNode header =
        switch (gateway.jws(jws, HEADER_TYPE)) {
          case JwsCheck.Valid valid -> json(valid.payload(), "The header");
          case JwsCheck.Invalid invalid ->
              throw new Unacceptable("The gateway's header: " + invalid.reason());
        };
    require(header, "exchange", exchange.toString());
    require(header, "consumer", consumer);
    require(header, "dataset", asked.dataset());
    require(header, "version", Integer.toString(asked.version()));
    require(header, "purpose", asked.purpose().code());
    require(header, "tier", asked.tier().name());
    require(header, "recordDigest", Digests.base64(record));
    String consent = asked.consent();
    if (consent != null) {
      require(header, "subject", consent);
    }
    return header;
  }

  private static void require(JsonNode header, String name, String value) throws Unacceptable {
    if (!header.path(name).asText().equals(value)) {
      throw new Unacceptable("The gateway's header names another " + name + ".");
    }
  }

  private SignedRecord record(ExchangeRequest asked, UUID exchange, String text)
      throws Unacceptable {
    PublicKeySet keys =
        keysOf
            .apply(asked.provider())
            .orElseThrow(() -> new Unacceptable("The provider has no registered keys."));
    SignedRecord record =
        switch (SignedRecord.verify(text, Verifier.of(keys), consumer, exchange.toString())) {
          case RecordCheck.Valid(SignedRecord valid) -> valid;
          case RecordCheck.Invalid(String reason) ->
              throw new Unacceptable("The provider's record: " + reason);
        };
    RecordHeader header = record.header();
    if (!header.issuer().equals(asked.provider())
        || !header.dataset().equals(asked.dataset())
        || !header.version().equals(Integer.toString(asked.version()))) {
      throw new Unacceptable("The provider's record is of another provider or dataset.");
    }
    return record;
  }

  private EvidenceCheck.Proven evidence(ExchangeAnswer answer) throws Unacceptable {
    EvidenceCheck check = EvidenceCheck.of(answer.evidence(), log);
    return switch (check) {
      case EvidenceCheck.Broken(String reason) -> throw new Unacceptable(reason);
      case EvidenceCheck.Proven proven -> {
        if (!proven.released(answer.exchange())) {
          throw new Unacceptable("The leaf is about another exchange.");
        }
        yield proven;
      }
    };
  }

  private static JsonNode json(byte[] bytes, String what) throws Unacceptable {
    return switch (StrictJson.read(bytes, MAX_PLAINTEXT_BYTES)) {
      case JsonReading.Value(JsonNode node) -> node;
      case JsonReading.Refused refused -> throw new Unacceptable(what + ": " + refused.detail());
    };
  }

  /** The first check that failed; never leaves this class. */
  private static final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Unacceptable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
