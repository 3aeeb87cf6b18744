package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.schemas.ErrorCode;
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

class PolicyEngineTest {
  /** The machine of a test may be busy with others. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final PolicyEngine ENGINE = new PolicyEngine(2, PATIENT);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void aPermitNamesCellsAndObligations() {
    assertEquals(
        new Decision.Permit(
            List.of(new PermittedCell("payment.personal", null)), new Obligations(true, 1, 30)),
        ENGINE.decide(Inputs.permitted()));
  }

  @Test
  void aDenialNamesEveryReasonInOrder() {
    assertEquals(
        new Decision.Deny(List.of(ErrorCode.AGREEMENT_MISSING, ErrorCode.NOT_PERMITTED)),
        ENGINE.decide(Inputs.of(new Candidate(null, null))));
  }

  @Test
  void equalInputsHaveEqualDigestsAndTellNoId() {
    assertEquals(Inputs.permitted().digest(), Inputs.permitted().digest());
    assertEquals(43, Inputs.permitted().digest().length());
    String canonical = Inputs.permitted().canonicalJson();
    assertFalse(canonical.contains(Inputs.CONSUMER_LOCAL_ID), canonical);
    assertFalse(canonical.contains(Inputs.PROVIDER_LOCAL_ID), canonical);
    assertFalse(canonical.contains(Inputs.SUBJECT.toString()), canonical);
  }

  @Test
  void theRevisionIsTheDigestOfTheSources() throws Exception {
    assertEquals(Rego.digest(), ENGINE.revision());
  }

  @Test
  void manyThreadsShareFewInstances() throws Exception {
    Decision expected = ENGINE.decide(Inputs.permitted());
    List<Callable<Decision>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(() -> ENGINE.decide(Inputs.permitted()));
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
    String input = Inputs.permitted().canonicalJson();
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
  private static Decision afterRecovery(PolicyEngine engine) {
    Decision decision = engine.decide("{}");
    for (int i = 0; i < 1_000 && decision instanceof Decision.Unavailable; i++) {
      decision = engine.decide("{}");
    }
    return decision;
  }

  @Test
  void aRuleThatDoesNotEndIsInterrupted() {
    try (PolicyEngine engine = new PolicyEngine(1, PolicyEngine.LIMIT)) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        cells.append(i == 0 ? "" : ",").append("{\"name\":\"n").append(i).append("\"}");
      }
      String endless = "{\"consent\":{\"categories\":[]},\"cells\":[" + cells + "]}";
      Decision decision = engine.decide(endless);
      assertInstanceOf(Decision.Unavailable.class, decision);
      assertFalse(Thread.currentThread().isInterrupted());
      assertInstanceOf(Decision.Deny.class, afterRecovery(engine));
    }
  }

  @Test
  void anInterruptedCallerIsToldAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertInstanceOf(Decision.Unavailable.class, ENGINE.decide("{}"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void thereAreBounds() {
    assertThrows(IllegalArgumentException.class, () -> new PolicyEngine(0, PATIENT));
    int tooMany = PolicyEngine.MAX_INSTANCES + 1;
    assertThrows(IllegalArgumentException.class, () -> new PolicyEngine(tooMany, PATIENT));
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
            "[{\"result\":{\"permit\":true,\"cells\":[{\"name\":\"a\",\"mask\":null}],"
                + "\"obligations\":{\"pseudonymise\":true,\"smallestGroup\":1}}}]")) {
      assertInstanceOf(Decision.Unavailable.class, OutputJson.read(answer), answer);
    }
  }
}
