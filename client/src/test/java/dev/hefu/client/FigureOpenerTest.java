package dev.hefu.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import dev.hefu.schemas.message.MessageCodec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FigureOpenerTest {
  private static final FigureRequest ASKED =
      new FigureRequest(
          "wallet", "payment-profile", 1, Purpose.RESEARCH, List.of("methods", "creditBand"));

  private final TestExchange exchange = new TestExchange();
  private final FigureOpener opener =
      new FigureOpener(
          "marketplace",
          Opener.of(TestExchange.CONSUMER),
          Verifier.of(TestExchange.GATEWAY.toPublic()),
          TestExchange.LOG.verifier());

  private PrivateKeySet signer = TestExchange.GATEWAY;
  private String type = FigureOpener.HEADER_TYPE;
  private String figures =
      CanonicalJson.text(
          MessageCodec.tree(
              new Figures(
                  "wallet",
                  "payment-profile",
                  1,
                  Purpose.RESEARCH,
                  List.of("creditBand", "methods"),
                  LocalDate.of(2026, 6, 1),
                  45,
                  20,
                  5,
                  List.of(
                      new Figures.Group(Map.of("creditBand", "A", "methods", "card"), 20),
                      new Figures.Group(Map.of("creditBand", "B"), null)))));
  private final ObjectNode header =
      TestExchange.json()
          .put("exchange", exchange.exchange.toString())
          .put("consumer", "marketplace")
          .put("figuresDigest", Digests.base64(figures));

  private OpenedFigures open() {
    String jws = Signer.of(signer).jws(type, CanonicalJson.bytes(header));
    ObjectNode content = TestExchange.json().put("header", jws).put("figures", figures);
    String envelope =
        Sealer.to(exchange.sealedTo.toPublic())
            .seal(CanonicalJson.bytes(content), "application/json");
    return opener.open(ASKED, new ExchangeAnswer(exchange.exchange, envelope, exchange.evidence()));
  }

  private void rejected(String reason) {
    assertEquals(new OpenedFigures.Rejected(reason), open());
  }

  @Test
  void genuineFiguresAreVerifiedWhateverTheOrderOfTheFields() {
    OpenedFigures.Verified verified = assertInstanceOf(OpenedFigures.Verified.class, open());
    assertEquals(figures, verified.text());
    assertEquals(20, verified.figures().groups().getFirst().persons());
    assertNull(verified.figures().groups().getLast().persons());
  }

  @Test
  void aRepeatOfTheRequestIsVerified() {
    exchange.decidedElsewhere("replay", exchange.exchange);
    assertInstanceOf(OpenedFigures.Verified.class, open());
  }

  @Test
  void whatIsNotSealedToUsDoesNotOpen() {
    exchange.sealedTo = TestExchange.STRANGER;
    rejected("It does not open.");
  }

  @Test
  void aHeaderOfAnotherSignerTypeConsumerOrExchangeIsRejected() {
    String reason = "The gateway's header is not over these figures.";
    signer = TestExchange.STRANGER;
    rejected(reason);
    signer = TestExchange.GATEWAY;
    type = AnswerOpener.HEADER_TYPE;
    rejected(reason);
    type = FigureOpener.HEADER_TYPE;
    header.put("consumer", "bank");
    rejected(reason);
    header.put("consumer", "marketplace").put("exchange", UUID.randomUUID().toString());
    rejected(reason);
  }

  @Test
  void figuresThatWereChangedAreRejected() {
    figures = figures.replace("\"persons\":20", "\"persons\":25");
    rejected("The gateway's header is not over these figures.");
  }

  @ParameterizedTest
  @CsvSource({
    "\"provider\":\"wallet\", \"provider\":\"bank\"",
    "\"dataset\":\"payment-profile\", \"dataset\":\"other-profile\"",
    "\"version\":1, \"version\":2",
    "\"purpose\":\"research\", \"purpose\":\"service\"",
    "\"methods\", \"others\"",
  })
  void figuresOfAnotherQuestionAreRejected(String member, String other) {
    figures = figures.replace(member, other);
    header.put("figuresDigest", Digests.base64(figures));
    rejected("The figures answer another question.");
  }

  @Test
  void whatIsNoFigureIsRejected() {
    figures = "{}";
    header.put("figuresDigest", Digests.base64(figures));
    rejected("The figures cannot be read.");
  }

  @Test
  void aLeafOfAnotherExchangeIsRejected() {
    exchange.decidedElsewhere("permit", exchange.exchange);
    rejected("The leaf is about another exchange.");
  }
}
