package dev.hefu.settlement.agreement;

import java.util.List;
import java.util.Optional;

/**
 * A rule over all lines of a window: one party pays another what the window's net volume asks for.
 * At accrual and at close the difference to what was posted before is posted.
 */
public sealed interface Memory extends Rule {
  /** Who receives; a party by name, since a window knows no single line. */
  PartyRef to();

  /** Who pays; empty for the remaining party. */
  Optional<PartyRef> from();

  /** What is counted. */
  Volume of();

  /** Over what it is counted. */
  Window per();

  /**
   * Steps of a price.
   *
   * @param whole whether the step that is reached prices the whole volume, not its own part alone
   * @param baseMinor due for every window, whatever its volume
   */
  record Scale(
      PartyRef to,
      Optional<PartyRef> from,
      Volume of,
      Window per,
      boolean whole,
      long baseMinor,
      List<ScaleStep> steps)
      implements Memory {
    /** Copies. */
    public Scale {
      steps = List.copyOf(steps);
    }
  }

  /**
   * What is missing of a guaranteed amount once the window is over.
   *
   * @param proRata whether a window that the version's end cuts short guarantees its days' part
   */
  record Minimum(
      PartyRef to,
      Optional<PartyRef> from,
      Volume of,
      Window per,
      long amountMinor,
      boolean proRata)
      implements Memory {}

  /** What goes beyond an amount is given back by {@code from}. */
  record Cap(PartyRef to, Optional<PartyRef> from, Volume of, Window per, long amountMinor)
      implements Memory {}

  /**
   * An amount paid in advance, given back by a rate of the volume until nothing is left of it.
   *
   * @param repaid whether what is left of it when the version ends is given back then
   */
  record Advance(
      PartyRef to,
      Optional<PartyRef> from,
      Volume of,
      long amountMinor,
      Rate recoup,
      boolean repaid)
      implements Memory {
    @Override
    public Window per() {
      return Window.AGREEMENT;
    }
  }

  /**
   * Moves what a term gave in a month by how far an indicator is from its reference; all ratios in
   * millionths.
   *
   * @param name of the indicator, such as {@code on-time-rate}
   * @param party whose indicator
   * @param by whose reports count
   * @param slopePpm change of the share per deviation; below zero if less is better
   * @param leastPpm at most zero
   * @param mostPpm at least zero
   */
  record Indicator(
      PartyRef to,
      Optional<PartyRef> from,
      Volume of,
      String name,
      String party,
      String by,
      long referencePpm,
      long slopePpm,
      long leastPpm,
      long mostPpm)
      implements Memory {
    @Override
    public Window per() {
      return Window.MONTH;
    }
  }

  /**
   * One step of a scale.
   *
   * @param from the volume at which it begins
   * @param rate of the volume; empty if the price is per piece
   * @param amountMinor per piece; 0 if there is a rate
   */
  record ScaleStep(long from, Optional<Rate> rate, long amountMinor) {}
}
