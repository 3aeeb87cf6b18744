package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rules that do not end, fail, take everything or answer nonsense: no decision, and no harm. */
class OddRulesTest {
  /** The machine of a test may be busy with others. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  /** Longer inputs are those on which the rules are odd; what warms them is shorter. */
  private static final int FINE = 2_000;

  private static final String ODD = "\"" + "x".repeat(2 * FINE) + "\"";

  private static final String DENY =
      "[{\"result\":{\"permit\":false,\"reasons\":[\"not-permitted\"]}}]";

  private static EmbeddedEngine sometimesEndless(int count, Duration limit) {
    return new EmbeddedEngine(RulesFile.of(OddModule.endlessBeyond(DENY, FINE)), count, limit);
  }

  private static String fault(byte[] module) {
    return RulesCheck.fault(module, PATIENT).orElse("fit");
  }

  /** Where nothing but the end of the time is to be seen. */
  private static String faultSoon(byte[] module) {
    return RulesCheck.fault(module, Duration.ofSeconds(1)).orElse("fit");
  }

  @Test
  void nobodyCanProposeThem() {
    assertEquals("fit", fault(OddModule.answering(DENY)));
    assertTrue(fault(OddModule.bottomless()).contains("call stack exhausted"));
    assertTrue(fault(OddModule.trapping()).contains("unreachable"));
    assertEquals("the module did not answer within 1000 ms", faultSoon(OddModule.endless()));
    assertTrue(fault(OddModule.answering("[{\"result\":true}]")).contains("do not deny"));
    assertTrue(fault(OddModule.answering("")).contains("do not deny"));
  }

  /** They would be refused as unavailable at every exchange, once they are in force. */
  @Test
  void rulesThatAreAlwaysLateAreRefused() {
    String fault = fault(OddModule.slow(DENY, 200_000_000));
    assertTrue(fault.matches("a decision takes \\d+ ms, the limit is 50"), fault);
    assertEquals("fit", fault(OddModule.slow(DENY, 1_000)));
  }

  @Test
  void rulesThatNeverEndNeverBecomeAnEngine() {
    assertTimeoutPreemptively(
        PATIENT,
        () ->
            assertThrows(
                RuntimeException.class,
                () -> new EmbeddedEngine(RulesFile.of(OddModule.endless()), 1, PATIENT)));
  }

  @Test
  void whatDoesNotEndOrFailsIsNoDecisionAndTheNextOneIs() {
    for (byte[] module :
        List.of(
            OddModule.endlessBeyond(DENY, FINE),
            OddModule.bottomlessBeyond(DENY, FINE),
            OddModule.greedyBeyond(DENY, FINE),
            OddModule.trappingBeyond(DENY, FINE))) {
      try (EmbeddedEngine engine =
          new EmbeddedEngine(RulesFile.of(module), 1, EmbeddedEngine.LIMIT)) {
        for (int i = 0; i < 3; i++) {
          assertInstanceOf(Decision.Unavailable.class, engine.decide(ODD));
          assertFalse(Thread.currentThread().isInterrupted());
          SignedBundles.await(() -> engine.decide("{}") instanceof Decision.Deny);
        }
        assertTrue(engine.ready());
      }
    }
  }

  /** One limit for both, so that whoever waited long does not wait twice as long. */
  @Test
  void waitingForAnInstanceIsPartOfTheTime() throws Exception {
    Duration limit = Duration.ofSeconds(2);
    try (EmbeddedEngine engine = sometimesEndless(1, limit)) {
      FutureTask<Decision> first = new FutureTask<>(() -> engine.decide(ODD));
      Thread asking = Thread.ofPlatform().daemon().start(first);
      SignedBundles.await(() -> isEvaluating(asking));
      long begun = System.nanoTime();
      Decision second = engine.decide(ODD);
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      assertInstanceOf(Decision.Unavailable.class, second);
      assertTrue(taken.compareTo(limit.multipliedBy(3).dividedBy(2)) < 0, taken.toString());
      assertInstanceOf(Decision.Unavailable.class, first.get());
    }
  }

  @Test
  void noInstanceIsLostHoweverManyAskWhatDoesNotEnd() throws Exception {
    try (EmbeddedEngine engine = sometimesEndless(3, EmbeddedEngine.LIMIT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Decision>> asked = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        asked.add(threads.submit(() -> engine.decide(ODD)));
      }
      for (Future<Decision> each : asked) {
        assertInstanceOf(Decision.Unavailable.class, each.get());
      }
      SignedBundles.await(engine::ready);
      SignedBundles.await(() -> engine.decide("{}") instanceof Decision.Deny);
    }
  }

  /** Rules are often replaced because they do not end. */
  @Test
  void whatRunsIsEndedAlsoIfTheEngineIsClosedMeanwhile() throws Exception {
    EmbeddedEngine engine = sometimesEndless(1, Duration.ofSeconds(1));
    FutureTask<Decision> asked = new FutureTask<>(() -> engine.decide(ODD));
    Thread asking = Thread.ofPlatform().daemon().start(asked);
    SignedBundles.await(() -> isEvaluating(asking));
    engine.close();
    assertInstanceOf(Decision.Unavailable.class, asked.get(PATIENT.toSeconds(), TimeUnit.SECONDS));
    assertInstanceOf(Decision.Unavailable.class, engine.decide("{}"));
  }

  private static boolean isEvaluating(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(RulesInstance.class.getName()));
  }

  @Test
  void onlyWholeAnswersAboutBreakGlassAreUnderstood() {
    String revision = "r";
    assertTrue(breakGlass("{\"permit\":true,\"officers\":[\"a\",\"b\"]}").permit());
    assertEquals(
        new BreakGlassRuling(false, List.of("a", "b"), revision),
        breakGlass("{\"permit\":false,\"reasons\":[\"b\",\"a\"]}"));
    for (String answer :
        List.of(
            "{}",
            "true",
            "{\"permit\":\"true\"}",
            "{\"permit\":1}",
            "{\"permit\":false}",
            "{\"permit\":true,\"reasons\":[\"a\"]}",
            "{\"permit\":true,\"tellThePolice\":true}")) {
      assertEquals(BreakGlassRuling.unavailable(revision), breakGlass(answer), answer);
    }
  }

  private static BreakGlassRuling breakGlass(String answer) {
    return OutputJson.breakGlass("[{\"result\":" + answer + "}]", "r");
  }
}
