package dev.hefu.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import dev.hefu.schemas.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;

/**
 * Opens figures as their consumer and believes nothing unverified: the envelope, the gateway's
 * header over these very figures, and the leaf in the log, all about the same exchange. Safe for
 * use by many threads.
 */
public final class FigureOpener {
  /** The {@code typ} of the gateway's header. */
  static final String HEADER_TYPE = "hefu-figures+jws";

  private static final int MAX_PLAINTEXT_BYTES = 1024 * 1024;

  private final String consumer;
  private final Opener opener;
  private final Verifier gateway;
  private final NoteVerifier log;

  /**
   * @param consumer the participant's own id
   * @param opener with its private keys
   * @param gateway with the gateway's public keys
   * @param log the key that the log's checkpoints are signed with
   */
  public FigureOpener(String consumer, Opener opener, Verifier gateway, NoteVerifier log) {
    this.consumer = consumer;
    this.opener = opener;
    this.gateway = gateway;
    this.log = log;
  }

  /** Opens and verifies the answer to a question. */
  public OpenedFigures open(FigureRequest asked, ExchangeAnswer answer) {
    Optional<byte[]> plaintext = opener.open(answer.envelope());
    if (plaintext.isEmpty()) {
      return new OpenedFigures.Rejected("It does not open.");
    }
    JsonNode content = json(plaintext.get());
    String text = content.path("figures").asText();
    JsonNode header =
        switch (gateway.jws(content.path("header").asText(), HEADER_TYPE)) {
          case JwsCheck.Valid valid -> json(valid.payload());
          case JwsCheck.Invalid invalid -> MissingNode.getInstance();
        };
    if (!header.path("exchange").asText().equals(answer.exchange().toString())
        || !header.path("consumer").asText().equals(consumer)
        || !header.path("figuresDigest").asText().equals(Digests.base64(text))) {
      return new OpenedFigures.Rejected("The gateway's header is not over these figures.");
    }
    Figures figures;
    try {
      figures = MessageCodec.answer(json(text.getBytes(StandardCharsets.UTF_8)), Figures.class);
    } catch (IllegalArgumentException e) {
      return new OpenedFigures.Rejected("The figures cannot be read.");
    }
    return answers(figures, asked)
        ? proven(figures, text, answer)
        : new OpenedFigures.Rejected("The figures answer another question.");
  }

  private static boolean answers(Figures figures, FigureRequest asked) {
    return figures.provider().equals(asked.provider())
        && figures.dataset().equals(asked.dataset())
        && figures.version() == asked.version()
        && figures.purpose() == asked.purpose()
        && new HashSet<>(figures.by()).equals(new HashSet<>(asked.by()));
  }

  private OpenedFigures proven(Figures figures, String text, ExchangeAnswer answer) {
    return switch (EvidenceCheck.of(answer.evidence(), log)) {
      case EvidenceCheck.Broken(String reason) -> new OpenedFigures.Rejected(reason);
      case EvidenceCheck.Proven proven ->
          proven.released(answer.exchange())
              ? new OpenedFigures.Verified(figures, text, answer.evidence().index())
              : new OpenedFigures.Rejected("The leaf is about another exchange.");
    };
  }

  private static JsonNode json(byte[] bytes) {
    return StrictJson.read(bytes, MAX_PLAINTEXT_BYTES) instanceof JsonReading.Value(JsonNode node)
        ? node
        : MissingNode.getInstance();
  }
}
