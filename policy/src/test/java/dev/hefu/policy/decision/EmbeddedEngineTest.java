package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest {
  /** The machine of a test may be busy with others. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final EmbeddedEngine ENGINE = new EmbeddedEngine(2, PATIENT);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static Decision decide(DecisionInput input) {
    Ruling ruling = ENGINE.decide(input.text());
    assertEquals(ENGINE.revision(), ruling.revision());
    return ruling.decision();
  }

  @Test
  void aPermitNamesCellsAndObligations() {
    assertEquals(
        new Decision.Permit(
            List.of(new PermittedCell("payment.personal", null)),
            new Obligations(true, 1, 30, false)),
        decide(Inputs.permitted()));
  }

  @Test
  void aDenialNamesEveryReasonInOrder() {
    assertEquals(
        new Decision.Deny(List.of(ErrorCode.AGREEMENT_MISSING, ErrorCode.NOT_PERMITTED)),
        decide(Inputs.of(new Candidate(null, null))));
  }

  @Test
  void equalInputsHaveEqualDigestsAndTellNoId() {
    assertEquals(Inputs.permitted().text().digest(), Inputs.permitted().text().digest());
    assertEquals(43, Inputs.permitted().text().digest().length());
    String canonical = Inputs.permitted().text().json();
    assertFalse(canonical.contains(Inputs.CONSUMER_LOCAL_ID), canonical);
    assertFalse(canonical.contains(Inputs.PROVIDER_LOCAL_ID), canonical);
    assertFalse(canonical.contains(Inputs.SUBJECT.toString()), canonical);
  }

  /** The writer makes no tree; what it writes must be what the canonical form of its tree is. */
  @Test
  void theTextIsCanonical() {
    for (DecisionCases.Case each : DecisionCases.read()) {
      String text = each.input().text().json();
      assertEquals(CanonicalJson.text(StrictJson.trusted(text.getBytes(UTF_8))), text);
    }
  }

  @Test
  void idsAreQuoted() {
    DecisionInput input = Inputs.permitted();
    Ask ask =
        new Ask(
            "a\"b\\c\n",
            "\u5408\u7b26",
            input.ask().dataset(),
            input.ask().purpose(),
            input.ask().tier(),
            "x",
            null);
    String text =
        new DecisionInput(input.now(), ask, input.candidate(), input.cells(), false, false)
            .text()
            .json();
    JsonNode read = StrictJson.trusted(text.getBytes(UTF_8));
    assertEquals(ask.consumer(), read.path("consumer").textValue());
    assertEquals(ask.provider(), read.path("provider").textValue());
  }

  @Test
  void theRevisionIsTheDigestOfTheSources() throws Exception {
    assertEquals(Rego.digest(), ENGINE.revision());
  }

  @Test
  void manyThreadsShareFewInstances() throws Exception {
    Decision expected = decide(Inputs.permitted());
    List<Callable<Decision>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(() -> decide(Inputs.permitted()));
    }
    Set<Decision> decisions = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Decision> each : threads.invokeAll(calls)) {
        decisions.add(each.get());
      }
    }
    assertEquals(Set.of(expected), decisions);
  }

  @Test
  void memoryDoesNotGrowWithUse() {
    String input = Inputs.permitted().text().json();
    Decision first = ENGINE.decide(input);
    for (int i = 0; i < 20_000; i++) {
      assertEquals(first.getClass(), ENGINE.decide(input).getClass());
    }
  }

  @Test
  void whatTheRulesCannotReadIsDenied() {
    assertInstanceOf(Decision.Deny.class, ENGINE.decide("not json"));
    assertInstanceOf(Decision.Deny.class, ENGINE.decide("null"));
    assertInstanceOf(Decision.Deny.class, ENGINE.decide("[]"));
  }

  /** A failed instance is replaced: decisions work again as soon as the next one is built. */
  private static Decision afterRecovery(EmbeddedEngine engine) {
    Decision decision = engine.decide("{}");
    for (int i = 0; i < 1_000 && decision instanceof Decision.Unavailable; i++) {
      decision = engine.decide("{}");
    }
    return decision;
  }

  @Test
  void aRuleThatDoesNotEndIsInterrupted() {
    try (EmbeddedEngine engine = new EmbeddedEngine(1, EmbeddedEngine.LIMIT)) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < 100_000; i++) {
        cells.append(i == 0 ? "" : ",").append("{\"name\":\"n").append(i).append("\"}");
      }
      String endless = "{\"consent\":{\"categories\":[]},\"cells\":[" + cells + "]}";
      Decision decision = engine.decide(endless);
      assertInstanceOf(Decision.Unavailable.class, decision);
      assertFalse(Thread.currentThread().isInterrupted());
      assertInstanceOf(Decision.Deny.class, afterRecovery(engine));
      assertTrue(engine.ready());
    }
  }

  /** No decision, no readiness: a node that lost an instance says so until it has another. */
  @Test
  void anEngineIsReadyWhenAllItsInstancesAreWarm() {
    EmbeddedEngine engine = new EmbeddedEngine(2, PATIENT);
    assertTrue(engine.ready(), "warm when made");
    engine.close();
    assertFalse(engine.ready());
  }

  @Test
  void anInterruptedCallerIsToldAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertInstanceOf(Decision.Unavailable.class, ENGINE.decide("{}"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void thereAreBounds() {
    assertThrows(IllegalArgumentException.class, () -> new EmbeddedEngine(0, PATIENT));
    int tooMany = EmbeddedEngine.MAX_INSTANCES + 1;
    assertThrows(IllegalArgumentException.class, () -> new EmbeddedEngine(tooMany, PATIENT));
  }

  /** A demand that the gateway does not know would else be a permission without it. */
  @Test
  void whatTheRulesDemandIsKnownOrNothingIsPermitted() {
    String permitted =
        "[{\"result\":{\"permit\":true%s,\"cells\":[{\"name\":\"a\",\"mask\":null%s}],"
            + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":1,\"dataLifeDays\":1%s}}}]";
    String more = ",\"watermark\":true";
    assertInstanceOf(Decision.Permit.class, OutputJson.read(permitted.formatted("", "", "")));
    for (String answer :
        List.of(
            permitted.formatted(more, "", ""),
            permitted.formatted("", more, ""),
            permitted.formatted("", "", more))) {
      assertInstanceOf(Decision.Unavailable.class, OutputJson.read(answer), answer);
    }
  }

  @Test
  void onlyWholeAnswersAreUnderstood() {
    for (String answer :
        List.of(
            "",
            "[]",
            "{}",
            "[{\"result\":{}}]",
            "[{\"result\":{\"permit\":\"true\"}}]",
            "[{\"result\":{\"permit\":false,\"reasons\":[]}}]",
            "[{\"result\":{\"permit\":false,\"reasons\":[\"because\"]}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[]}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[{\"mask\":null}]}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\",\"mask\":null}]}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\",\"mask\":\"veil\"}],"
                + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":1,\"dataLifeDays\":1}}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\"}],"
                + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":1,\"dataLifeDays\":1}}}]",
            "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\",\"mask\":null}],"
                + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":1}}}]",
            counting("0", "1"),
            counting("-5", "1"),
            counting("2147483647", "1"),
            counting("1.5", "1"),
            counting("1", "0"),
            counting("1", "-1"))) {
      assertInstanceOf(Decision.Unavailable.class, OutputJson.read(answer), answer);
    }
  }

  private static String counting(String group, String days) {
    return "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\",\"mask\":null}],"
        + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":"
        + group
        + ",\"dataLifeDays\":"
        + days
        + "}}}]";
  }

  @Test
  void bigGroupsAreUnderstood() {
    assertInstanceOf(Decision.Permit.class, OutputJson.read(counting("1000000000", "3660")));
  }
}
