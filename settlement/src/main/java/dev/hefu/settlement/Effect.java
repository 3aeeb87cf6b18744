package dev.hefu.settlement;

import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.split.Settle;
import dev.hefu.settlement.split.Settled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What settling an event that waits would change for each party of its line, with what waits for
 * it.
 *
 * @param minor by rank, in the agreement's currency; all 0 if it could not be settled
 * @param problem for which it would wait again; NONE if it would not
 */
record Effect(Program program, List<Long> minor, Problem problem) {
  /** Copies. */
  Effect {
    minor = List.copyOf(minor);
  }

  /**
   * Settles the line with and without it.
   *
   * @param ofLine all events of its line, in any order
   * @param approved the event as it would be settled
   */
  static Effect of(Program program, List<KeptEvent> ofLine, KeptEvent approved) {
    List<Event> without = new ArrayList<>();
    List<Event> with = new ArrayList<>();
    for (KeptEvent each : ofLine) {
      without.add(each.event());
      with.add(each.number() == approved.number() ? approved.event() : each.event());
    }
    Settled before = settled(program, without);
    Settled after = settled(program, with);
    Problem problem =
        after.unsettled().stream()
            .filter(each -> each.event().stamp().equals(approved.told().stamp()))
            .map(Settled.Unsettled::problem)
            .findFirst()
            .orElse(Problem.NONE);
    List<Long> minor = new ArrayList<>();
    for (int rank = 0; rank < program.agreement().parties().size(); rank++) {
      minor.add(earned(after, rank) - earned(before, rank));
    }
    return new Effect(program, minor, problem);
  }

  private static Settled settled(Program program, List<Event> events) {
    return Settle.settle(
        program, events.stream().sorted(Event.ORDER).toList(), Carry.start(program));
  }

  private static long earned(Settled settled, int rank) {
    long sum = 0;
    for (Entry entry : settled.entries()) {
      for (Posting posting : entry.postings()) {
        sum += posting.party() == rank && entry.cause().earns() ? posting.amountMinor() : 0;
      }
    }
    return sum;
  }

  /**
   * Why these two may not decide: who loses most by a decision is one of them, and the one who
   * approves has a share in it.
   *
   * @param settles whether it is settled; if it is dismissed, who would have gained loses
   */
  Optional<String> refused(boolean settles, String proposer, String approver) {
    List<Long> change = settles ? minor : minor.stream().map(each -> -each).toList();
    long least = Collections.min(change);
    String bearer = party(change.indexOf(least));
    if (least < 0 && !bearer.equals(proposer) && !bearer.equals(approver)) {
      return Optional.of(bearer + " bears most of it, so it must propose or approve it.");
    }
    long touched = change.stream().filter(each -> each != 0).count();
    boolean idle = change.get(program.rankOf(approver)) == 0;
    return idle && touched > 1
        ? Optional.of("It changes nothing for you: a party whose share it changes approves.")
        : Optional.empty();
  }

  private String party(int rank) {
    return program.agreement().parties().get(rank);
  }
}
