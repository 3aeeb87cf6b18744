package dev.hefu.policy.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.fact.RulesFact;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** Which revisions may decide, as rows of the rules in force say. */
class KnownRevisionTest {
  private static void inForce(DSLContext tx, Duration ago, String revision) {
    RulesInForce.replace(
        tx, Instant.now().minus(ago), new RulesFile(new byte[] {1}, revision), null);
  }

  private static boolean mayDecide(DSLContext tx, String revision) {
    return new KnownRevision(tx).test(revision);
  }

  @Test
  void whatIsInForceMayAndWhatNobodyApprovedMayNot() {
    Database.inTransaction(
        tx -> {
          assertFalse(mayDecide(tx, "first"));
          inForce(tx, Duration.ofDays(1), "first");
          assertTrue(mayDecide(tx, "first"));
          assertFalse(mayDecide(tx, "nobody's"));
          assertFalse(mayDecide(tx, ""));
        });
  }

  @Test
  void theOneBeforeMayForFiveSeconds() {
    Duration grace = RulesFact.GRACE;
    assertEquals(Duration.ofSeconds(5), grace);
    Database.inTransaction(
        tx -> {
          inForce(tx, Duration.ofDays(2), "oldest");
          inForce(tx, Duration.ofDays(1), "first");
          inForce(tx, grace.minusSeconds(2), "second");
          assertTrue(mayDecide(tx, "first"));
          assertTrue(mayDecide(tx, "second"));
          assertFalse(mayDecide(tx, "oldest"));
        });
    Database.inTransaction(
        tx -> {
          inForce(tx, Duration.ofDays(1), "first");
          inForce(tx, grace.plusMillis(1), "second");
          assertFalse(mayDecide(tx, "first"));
        });
  }

  /** Officers may go back: then the row that says so counts, and no older one. */
  @Test
  void rulesThatCameBackMay() {
    Database.inTransaction(
        tx -> {
          inForce(tx, Duration.ofDays(3), "first");
          inForce(tx, Duration.ofDays(2), "second");
          inForce(tx, Duration.ofDays(1), "first");
          assertTrue(mayDecide(tx, "first"));
          assertFalse(mayDecide(tx, "second"));
        });
  }

  @Test
  void aNoIsAskedAgainAtOnceAndAYesWithinASecond() {
    Database.inTransaction(
        tx -> {
          KnownRevision known = new KnownRevision(tx);
          assertFalse(known.test("first"));
          inForce(tx, Duration.ofDays(1), "first");
          assertTrue(known.test("first"));
          inForce(tx, Duration.ofMinutes(1), "second");
          assertTrue(known.test("second"));
          assertFalse(known.test("first"));
          inForce(tx, Duration.ofSeconds(30), "third");
          long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
          while (known.test("second")) {
            assertTrue(System.nanoTime() < end, "a yes that stays");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
        });
  }
}
