package dev.hefu.settlement.apportion;

import java.io.Serializable;
import java.util.Arrays;

/** Whole shares of a line by item, with the party of each (-1: nobody). Never changes. */
public final class Shares implements Serializable {
  private final long[] amount;
  private final int[] party;

  /** Copies. */
  public Shares(long[] amount, int[] party) {
    this.amount = amount.clone();
    this.party = party.clone();
  }

  /** The number of items. */
  public int count() {
    return amount.length;
  }

  /** What an item gives; below zero if it takes. */
  public long amount(int item) {
    return amount[item];
  }

  /** Who has an item; -1 if nobody. */
  public int party(int item) {
    return party[item];
  }

  /** The sum of all. */
  public long total() {
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
  public Shares of(int[] parties) {
    return new Shares(amount, parties);
  }

  /** Nothing, for the same items. */
  public Shares zero() {
    return new Shares(new long[amount.length], party);
  }
}
