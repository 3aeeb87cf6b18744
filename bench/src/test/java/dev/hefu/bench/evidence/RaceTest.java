package dev.hefu.bench.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The race in a short form, and the controls that show that it notices what it is there for. */
class RaceTest {
  private static final int SECONDS = 3;

  /** Long enough for a dozen stops. */
  private static final int SECONDS_WITH_STOPS = 5;

  /** That a consent of a stopped answer is revoked meanwhile is chance: seen in three of four. */
  private static final int ATTEMPTS = 8;

  /** All races are on one log, each on what it writes itself. */
  private static EvidenceWorld world;

  @BeforeAll
  static void start() throws IOException {
    world = new EvidenceWorld(RaceNode.HOT);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static Race.Outcome race(RaceControl control, boolean stops)
      throws IOException, InterruptedException {
    Race.Outcome outcome =
        new Race(world, 0, stops ? SECONDS_WITH_STOPS : SECONDS, control, stops).run();
    assertTrue(outcome.verdicts() > 0);
    assertTrue(outcome.acknowledgedMillis().length > 0);
    return outcome;
  }

  @Test
  void noDisclosureComesAfterTheRevocationAndNoneLeavesLate() throws Exception {
    Race.Outcome outcome = race(RaceControl.NONE, false);
    assertEquals(0, outcome.afterRevocation());
    assertEquals(0, outcome.late().size(), outcome.late()::toString);
  }

  @Test
  void aStoppedProcessWithholdsWhatIsTooOld() throws Exception {
    Race.Outcome outcome = race(RaceControl.NONE, true);
    assertEquals(0, outcome.afterRevocation());
    outcome.late().forEach(System.out::println);
    assertEquals(0, outcome.lateOutsideTheFence(), outcome.late()::toString);
    assertTrue(outcome.withheld() > 0, "nothing was too old");
  }

  @Test
  void controlWithoutTheCheckDisclosuresComeAfterTheRevocation() throws Exception {
    assertTrue(race(RaceControl.CHECK_REMOVED, false).afterRevocation() > 0);
  }

  @Test
  void controlFactsFromBeforeTheLockDiscloseAfterTheRevocation() throws Exception {
    assertTrue(race(RaceControl.FACTS_BEFORE_THE_LOCK, false).afterRevocation() > 0);
  }

  @Test
  void controlWithoutTheFenceAStoppedProcessLetsAnswersLeaveLate() throws Exception {
    long late = 0;
    for (int attempt = 0; late == 0 && attempt < ATTEMPTS; attempt++) {
      Race.Outcome outcome = race(RaceControl.FENCE_REMOVED, true);
      assertEquals(0, outcome.afterRevocation());
      late = outcome.lateOutsideTheFence();
    }
    assertTrue(late > 0, "no answer left late in " + ATTEMPTS + " races");
  }
}
