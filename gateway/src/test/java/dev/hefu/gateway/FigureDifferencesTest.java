package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.FigureOpener;
import dev.hefu.client.OpenedFigures;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Figures;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * No two answers about one field differ by a few persons: rounded or not, their difference would be
 * a figure about those few. The consumer knows who they are, for it has its own list of consents.
 */
final class FigureDifferencesTest {
  private static final Set<String> BAND_A = ConcurrentHashMap.newKeySet();

  private TestNetwork network;
  private Crowd crowd;

  @BeforeEach
  void start() throws Exception {
    network = new TestNetwork(FigureDifferencesTest::profile);
    crowd = new Crowd(network);
    agree(Purpose.RESEARCH, Purpose.MARKETING);
    // Who hides the bands in which nobody is, so that band A has a number.
    crowd.consent(crowd.add(30, Purpose.RESEARCH), Purpose.MARKETING);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    String band =
        BAND_A.contains(query.subject()) ? "A" : query.subject().hashCode() % 2 == 0 ? "B" : "C";
    return Map.of(
        "payment.sensitive", JsonNodeFactory.instance.objectNode().put("creditBand", band));
  }

  private SharingAgreement agree(Purpose... purposes) {
    ObjectNode terms = MessageCodec.tree(network.sharing.terms()).deepCopy();
    terms.put("highestTier", Tier.AGGREGATE.name());
    ArrayNode names = terms.putArray("purposes");
    List.of(purposes).forEach(purpose -> names.add(purpose.code()));
    SharingAgreement proposed =
        network
            .wallet
            .client()
            .propose(MessageCodec.answer(terms, SharingAgreementTerms.class))
            .orThrow();
    return network.market.client().countersign(proposed).orThrow();
  }

  /** So many more in band A consent to research. */
  private List<String> persons(int count) {
    List<String> ids = crowd.add(count, Purpose.RESEARCH);
    BAND_A.addAll(ids);
    return ids;
  }

  private FigureRequest question(Purpose purpose) {
    return new FigureRequest(
        network.wallet.id(), TestNetwork.DATASET, 1, purpose, List.of("creditBand"));
  }

  private Answer<ExchangeAnswer> ask(PartnerClient market, Purpose purpose) {
    return market.figures(question(purpose), PartnerClient.newIdempotencyKey());
  }

  private void assertRefused(Purpose purpose) {
    assertEquals(
        ErrorCode.NOT_PERMITTED,
        assertInstanceOf(Answer.Refused.class, ask(network.market.client(), purpose))
            .problem()
            .code());
  }

  private int inBandA(Purpose purpose, Answer<ExchangeAnswer> answer) {
    FigureOpener opener =
        new FigureOpener(
            network.market.id(),
            Opener.of(network.market.keys()),
            Verifier.of(network.gateway.publicKeys()),
            network.gateway.logKey());
    OpenedFigures.Verified opened =
        assertInstanceOf(
            OpenedFigures.Verified.class, opener.open(question(purpose), answer.orThrow()));
    return opened.figures().groups().stream()
        .filter(group -> "A".equals(group.values().get("creditBand")))
        .map(Figures.Group::persons)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** A day is over: the answers of before are no longer given again. */
  private void nextDay() {
    DSL.using(network.database, SQLDialect.POSTGRES).execute("DELETE FROM policy.figure_answers");
  }

  @Test
  void aSecondPurposeWithOnePersonMoreIsNotTold() {
    List<String> all = persons(43);
    crowd.consent(all.subList(0, 42), Purpose.MARKETING);
    assertEquals(45, inBandA(Purpose.RESEARCH, ask(network.market.client(), Purpose.RESEARCH)));
    assertRefused(Purpose.MARKETING);
    BAND_A.addAll(crowd.add(18, Purpose.MARKETING));
    assertRefused(Purpose.MARKETING);
    BAND_A.addAll(crowd.add(1, Purpose.MARKETING));
    assertEquals(60, inBandA(Purpose.MARKETING, ask(network.market.client(), Purpose.MARKETING)));
  }

  @Test
  void theNextDayTellsTheSameOrOfTwentyOthers() {
    persons(42);
    PartnerClient market = network.market.client();
    assertEquals(40, inBandA(Purpose.RESEARCH, ask(market, Purpose.RESEARCH)));
    nextDay();
    assertEquals(40, inBandA(Purpose.RESEARCH, ask(market, Purpose.RESEARCH)));
    nextDay();
    persons(2);
    assertRefused(Purpose.RESEARCH);
    persons(18);
    assertEquals(60, inBandA(Purpose.RESEARCH, ask(market, Purpose.RESEARCH)));
  }

  /** A refused question is as if it had not been asked. */
  @Test
  void whatWasNotToldIsHeldAgainstNobody() throws Exception {
    List<String> all = persons(42);
    network.hostileCounts = exchange -> exchange.sendResponseHeaders(500, -1);
    assertInstanceOf(Answer.Refused.class, ask(network.market.client(), Purpose.RESEARCH));
    network.hostileCounts = null;
    crowd.consent(all.subList(0, 41), Purpose.MARKETING);
    assertEquals(40, inBandA(Purpose.MARKETING, ask(network.market.client(), Purpose.MARKETING)));
  }

  @Test
  void ofTwoAtTheSameMomentOneAtMostIsTold() throws Exception {
    List<String> all = persons(43);
    crowd.consent(all.subList(0, 42), Purpose.MARKETING);
    PartnerClient elsewhere =
        new PartnerClient(
            network.calls(network.market.tokens(), network.anotherNode()),
            Signer.of(network.market.keys()));
    List<Callable<Answer<ExchangeAnswer>>> both =
        List.of(
            () -> ask(network.market.client(), Purpose.RESEARCH),
            () -> ask(elsewhere, Purpose.MARKETING));
    List<Answer<ExchangeAnswer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer<ExchangeAnswer>> one : threads.invokeAll(both)) {
        answers.add(one.get());
      }
    }
    assertEquals(true, answers.stream().filter(Answer.Success.class::isInstance).count() <= 1);
  }

  /** 43 in band A are told as 45 and 42 as 40: who is in the one answer only has band A. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheLookTheBandOfOnePersonIsTold(@TempDir Path folder) throws Exception {
    Mutant forgetful =
        Mutant.of(
            folder, "figure/CountedPeople.java", "BETWEEN 1 AND ? - 1", "BETWEEN 1 AND ? * 0");
    List<String> all = persons(43);
    crowd.consent(all.subList(0, 42), Purpose.MARKETING);
    try (NodeProcess node = forgetful.node(network)) {
      PartnerClient market =
          new PartnerClient(
              network.calls(network.market.tokens(), node.url()), Signer.of(network.market.keys()));
      assertEquals(
          5,
          inBandA(Purpose.RESEARCH, ask(market, Purpose.RESEARCH))
              - inBandA(Purpose.MARKETING, ask(market, Purpose.MARKETING)));
    }
  }
}
