package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.Figures;
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
  private static final Set<String> BAND_B = ConcurrentHashMap.newKeySet();

  private TestNetwork network;
  private Crowd crowd;
  private BandFigures figures;

  @BeforeEach
  void start() throws Exception {
    network = new TestNetwork(FigureDifferencesTest::profile);
    crowd = new Crowd(network);
    figures = new BandFigures(network);
    figures.agree(Purpose.RESEARCH, Purpose.MARKETING);
    // Two small bands hide each other, so that band A has a number; were there one, it would hide
    // A.
    List<String> others = crowd.add(30, Purpose.RESEARCH);
    BAND_B.addAll(others.subList(0, 15));
    crowd.consent(others, Purpose.MARKETING);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    String band =
        BAND_A.contains(query.subject()) ? "A" : BAND_B.contains(query.subject()) ? "B" : "C";
    return Map.of(
        "payment.sensitive", JsonNodeFactory.instance.objectNode().put("creditBand", band));
  }

  /** So many more in band A consent to research. */
  private List<String> persons(int count) {
    List<String> ids = crowd.add(count, Purpose.RESEARCH);
    BAND_A.addAll(ids);
    return ids;
  }

  private void assertRefused(Purpose purpose) {
    assertEquals(
        ErrorCode.NOT_PERMITTED,
        assertInstanceOf(Answer.Refused.class, figures.ask(purpose)).problem().code());
  }

  private int inBandA(Purpose purpose, Answer<ExchangeAnswer> answer) {
    return figures.opened(purpose, answer.orThrow()).figures().groups().stream()
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
    assertEquals(45, inBandA(Purpose.RESEARCH, figures.ask(Purpose.RESEARCH)));
    assertRefused(Purpose.MARKETING);
    BAND_A.addAll(crowd.add(18, Purpose.MARKETING));
    assertRefused(Purpose.MARKETING);
    BAND_A.addAll(crowd.add(1, Purpose.MARKETING));
    assertEquals(60, inBandA(Purpose.MARKETING, figures.ask(Purpose.MARKETING)));
  }

  @Test
  void theNextDayTellsTheSameOrOfTwentyOthers() {
    persons(42);
    PartnerClient market = network.market.client();
    assertEquals(40, inBandA(Purpose.RESEARCH, figures.ask(market, Purpose.RESEARCH)));
    nextDay();
    assertEquals(40, inBandA(Purpose.RESEARCH, figures.ask(market, Purpose.RESEARCH)));
    nextDay();
    persons(2);
    assertRefused(Purpose.RESEARCH);
    persons(18);
    assertEquals(60, inBandA(Purpose.RESEARCH, figures.ask(market, Purpose.RESEARCH)));
  }

  /** A refused question is as if it had not been asked. */
  @Test
  void whatWasNotToldIsHeldAgainstNobody() throws Exception {
    List<String> all = persons(42);
    network.hostileCounts = exchange -> exchange.sendResponseHeaders(500, -1);
    assertInstanceOf(Answer.Refused.class, figures.ask(Purpose.RESEARCH));
    network.hostileCounts = null;
    crowd.consent(all.subList(0, 41), Purpose.MARKETING);
    assertEquals(40, inBandA(Purpose.MARKETING, figures.ask(Purpose.MARKETING)));
  }

  @Test
  void ofTwoAtTheSameMomentOneAtMostIsTold() throws Exception {
    List<String> all = persons(43);
    crowd.consent(all.subList(0, 42), Purpose.MARKETING);
    PartnerClient elsewhere = network.client(network.market, network.anotherNode().url());
    List<Callable<Answer<ExchangeAnswer>>> both =
        List.of(
            () -> figures.ask(Purpose.RESEARCH), () -> figures.ask(elsewhere, Purpose.MARKETING));
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
      PartnerClient market = network.client(network.market, node.url());
      assertEquals(
          5,
          inBandA(Purpose.RESEARCH, figures.ask(market, Purpose.RESEARCH))
              - inBandA(Purpose.MARKETING, figures.ask(market, Purpose.MARKETING)));
    }
  }
}
