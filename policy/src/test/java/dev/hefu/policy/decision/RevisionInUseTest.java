package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A monotonic clock may be anything, so it starts below zero here. */
class RevisionInUseTest {
  private static final long START = -7;
  private static final long GRACE = RevisionInUse.GRACE.toNanos();

  private final RevisionInUse inUse = new RevisionInUse();

  @Test
  void nothingHoldsBeforeAnythingWasSeen() {
    assertFalse(inUse.holds("first", START));
    assertFalse(inUse.holds("", START));
  }

  @Test
  void theRevisionBeforeHoldsForFiveSeconds() {
    inUse.seen("first", START);
    inUse.seen("second", START + 10);
    assertTrue(inUse.holds("first", START + 10 + GRACE));
    assertFalse(inUse.holds("first", START + 11 + GRACE));
    assertTrue(inUse.holds("second", START + 11 + GRACE));
  }

  @Test
  void seeingTheSameAgainProlongsNothing() {
    inUse.seen("first", START);
    inUse.seen("second", START + 10);
    inUse.seen("second", START + GRACE);
    assertFalse(inUse.holds("first", START + 11 + GRACE));
  }

  @Test
  void theOneBeforeThatIsOver() {
    inUse.seen("first", START);
    inUse.seen("second", START + 1);
    inUse.seen("third", START + 2);
    assertFalse(inUse.holds("first", START + 2));
    assertTrue(inUse.holds("second", START + 2));
  }

  @Test
  void aRevisionThatComesBackHolds() {
    inUse.seen("first", START);
    inUse.seen("second", START + 1);
    inUse.seen("first", START + 2);
    assertTrue(inUse.holds("first", START + 3 + GRACE));
    assertFalse(inUse.holds("second", START + 3 + GRACE));
  }
}
