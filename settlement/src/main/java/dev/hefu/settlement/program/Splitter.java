package dev.hefu.settlement.program;

import dev.hefu.settlement.apportion.LargestRemainder;
import dev.hefu.settlement.event.Line;
import java.util.List;

/** Splits line after line, without allocation; for one thread. */
public final class Splitter {
  private final Program program;
  private final Frame frame;

  public Splitter(Program program) {
    this.program = program;
    this.frame = new Frame(program);
  }

  /**
   * The exact and the rounded shares of a line, in the frame; the frame is of the next line after
   * the next call. The caller has asked {@link #problem} first.
   */
  public Frame split(Line line) {
    exact(line);
    LargestRemainder.round(frame.whole, frame.part, frame.party, frame.denominator, frame.share);
    return frame;
  }

  /** The exact shares alone. */
  public Frame exact(Line line) {
    frame.start(line);
    List<Step> steps = program.steps();
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run(frame, line);
    }
    return frame;
  }

  /** Why a line cannot be split, or {@link Problem#NONE}. */
  public Problem problem(Line line) {
    exact(line);
    return refused(line);
  }

  /** The same of the line that was just computed. */
  public Problem refused(Line line) {
    if (line.priceMinor() > program.agreement().largestLineMinor()) {
      return Problem.AMOUNT_OVER_AGREED;
    }
    if (!line.currency().equals(program.agreement().currency())) {
      return Problem.CURRENCY_NOT_AGREED;
    }
    return frame.unknownParty ? Problem.PARTY_UNKNOWN : Problem.NONE;
  }
}
