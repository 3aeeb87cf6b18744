package dev.hefu.settlement.split;

import java.io.Serializable;
import java.util.Arrays;

/** Whole shares of a line by item, with the party of each (-1: nobody). Never changes. */
final class Shares implements Serializable {
  private final long[] amount;
  private final int[] party;

  Shares(long[] amount, int[] party) {
    this.amount = amount.clone();
    this.party = party.clone();
  }

  int count() {
    return amount.length;
  }

  long amount(int item) {
    return amount[item];
  }

  int party(int item) {
    return party[item];
  }

  long total() {
    return Arrays.stream(amount).sum();
  }

  /** The sum of the positive shares. */
  long positive() {
    return Arrays.stream(amount).filter(each -> each > 0).sum();
  }

  /** The magnitude of the negative shares. */
  long negative() {
    return -Arrays.stream(amount).filter(each -> each < 0).sum();
  }

  /** The magnitudes of one sign; others are 0. */
  long[] weights(int sign) {
    return Arrays.stream(amount).map(each -> Math.max(0, sign * each)).toArray();
  }

  int[] parties() {
    return party.clone();
  }

  /** The same amounts with other parties. */
  Shares of(int[] parties) {
    return new Shares(amount, parties);
  }

  /** Nothing, for the same items. */
  Shares zero() {
    return new Shares(new long[amount.length], party);
  }
}
