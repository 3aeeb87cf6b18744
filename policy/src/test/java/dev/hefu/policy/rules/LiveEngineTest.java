package dev.hefu.policy.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.OddModule;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.input.InputText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** Rules that change in the database while they decide. */
class LiveEngineTest {
  /** The machine of a test may be busy with others. */
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static final InputText NOTHING = InputText.of("{}");

  private static final String DENY = "[{\"result\":{\"permit\":false,\"reasons\":[\"%s\"]}}]";

  private static void inForce(DSLContext tx, RulesFile file) {
    RulesInForce.replace(tx, Instant.now(), file, null);
  }

  private static RulesFile saying(String reason) {
    return RulesFile.of(OddModule.answering(DENY.formatted(reason)));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not happen within " + PATIENT);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void rulesThatCannotBeRunLeaveTheLastGoodOnesAndANodeThatSaysSo() {
    Database.inTransaction(
        tx -> {
          RulesFile good = saying("consent-paused");
          inForce(tx, good);
          try (LiveEngine engine = LiveEngine.start(tx, 1)) {
            assertTrue(engine.ready());
            inForce(tx, RulesFile.of(OddModule.endless()));
            await(() -> !engine.ready());
            assertEquals(good.revision(), engine.decide(NOTHING).revision());
            assertInstanceOf(Decision.Deny.class, engine.decide(NOTHING).decision());
            inForce(tx, good);
            await(engine::ready);
            RulesFile better = saying("consent-expired");
            inForce(tx, better);
            await(() -> engine.decide(NOTHING).revision().equals(better.revision()));
            assertTrue(engine.ready());
          }
        });
  }

  @Test
  void whileRulesAreReplacedEveryQuestionIsAnswered() {
    Database.inTransaction(
        tx -> {
          inForce(tx, saying("consent-paused"));
          AtomicBoolean over = new AtomicBoolean();
          List<Future<List<String>>> asking = new ArrayList<>();
          try (LiveEngine engine = LiveEngine.start(tx, 2);
              ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 2; i++) {
              asking.add(threads.submit(() -> unanswered(engine, over)));
            }
            for (int i = 0; i < 3; i++) {
              RulesFile next = saying(i % 2 == 0 ? "consent-expired" : "consent-paused");
              inForce(tx, next);
              await(() -> engine.revision().equals(next.revision()));
            }
            over.set(true);
            threads.close();
            for (Future<List<String>> each : asking) {
              assertEquals(List.of(), each.resultNow());
            }
          }
        });
  }

  /** A busy machine may be the reason too, but no engine that is closed. */
  private static List<String> unanswered(LiveEngine engine, AtomicBoolean over) {
    List<String> none = new ArrayList<>();
    while (!over.get()) {
      if (engine.decide(NOTHING).decision() instanceof Decision.Unavailable(String why)
          && why.equals("the engine is closed")) {
        none.add(why);
      }
    }
    return none;
  }
}
