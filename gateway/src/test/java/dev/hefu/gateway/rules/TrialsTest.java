package dev.hefu.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.replay.PastDecision;
import dev.hefu.gateway.replay.Replay;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A page of a trial, however slow the rules are that are tried. */
class TrialsTest {
  private static final Duration SLOW = Duration.ofMillis(5);
  private static final int MANY = 100;

  private static final Decision DENY = new Decision.Deny(List.of(ErrorCode.NOT_PERMITTED));

  private static List<PastDecision> past(String decided) {
    List<PastDecision> past = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      InputText input = InputText.of("{\"now\":" + i + "}");
      past.add(
          new PastDecision(3L * i, UUID.randomUUID(), "r", input.digest(), input.json(), decided));
    }
    return past;
  }

  /** As rules that take long. */
  private static Decision slowly(String input) {
    long end = System.nanoTime() + SLOW.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(SLOW.toNanos());
    }
    return DENY;
  }

  @Test
  void aPageIsWholeIfThereIsTime() {
    Trials.Page page = Trials.tried(past(DENY.words()), input -> DENY, Duration.ofMinutes(1));
    assertEquals(new Replay.Result(MANY, 0, 0, List.of()), page.result());
    assertEquals(Optional.of(0L), page.first());
    assertEquals(
        new Trials.Page(new Replay.Result(0, 0, 0, List.of()), Optional.empty()),
        Trials.tried(List.of(), input -> DENY, Duration.ofMinutes(1)));
  }

  /**
   * Each page begins before the first leaf of the one before: none is left out, none comes twice.
   */
  @Test
  void slowRulesAreTriedOnLessAtATimeAndOnAll() {
    List<PastDecision> left = past("permit something");
    List<Long> listed = new ArrayList<>();
    int pages = 0;
    while (!left.isEmpty()) {
      Trials.Page page = Trials.tried(left, TrialsTest::slowly, SLOW.multipliedBy(10));
      long first = page.first().orElseThrow();
      assertTrue(page.result().replayed() <= 11, page.toString());
      List<Long> found = page.result().listed().stream().map(each -> each.past().index()).toList();
      assertEquals(first, found.getFirst());
      listed.addAll(0, found);
      left = left.stream().filter(each -> each.index() < first).toList();
      pages++;
    }
    assertTrue(pages >= MANY / 11, pages + " pages");
    assertEquals(past("").stream().map(PastDecision::index).toList(), listed);
  }

  @Test
  void oneIsTriedHoweverLittleTimeThereIs() {
    Trials.Page page = Trials.tried(past(""), TrialsTest::slowly, Duration.ZERO);
    assertEquals(1, page.result().replayed());
    assertEquals(Optional.of(3L * (MANY - 1)), page.first());
  }
}
