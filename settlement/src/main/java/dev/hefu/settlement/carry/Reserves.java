package dev.hefu.settlement.carry;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is reserved, in the order it was held: per party it sums to the state RESERVED. */
public final class Reserves implements Serializable {
  private final List<Tranche> tranches;

  private Reserves(List<Tranche> tranches) {
    this.tranches = tranches;
  }

  static Reserves none() {
    return new Reserves(new ArrayList<>());
  }

  Reserves copy() {
    return new Reserves(new ArrayList<>(tranches));
  }

  /**
   * An amount held.
   *
   * @param release null for a holdback, which is held until the version ends
   */
  private record Tranche(int party, @Nullable Instant release, long amountMinor)
      implements Serializable {}

  public void hold(int party, @Nullable Instant release, long amountMinor) {
    if (amountMinor > 0) {
      tranches.add(new Tranche(party, release, amountMinor));
    }
  }

  /** All that is reserved of a party. */
  public long of(int party) {
    return tranches.stream()
        .filter(each -> each.party() == party)
        .mapToLong(Tranche::amountMinor)
        .sum();
  }

  /** What a party's holdback has in it. */
  public long heldBack(int party) {
    return tranches.stream()
        .filter(each -> each.party() == party && each.release() == null)
        .mapToLong(Tranche::amountMinor)
        .sum();
  }

  /** Takes a claw-back out of a party's oldest tranches. */
  public void take(int party, long amountMinor) {
    long left = amountMinor;
    for (int i = 0; i < tranches.size(); i++) {
      Tranche each = tranches.get(i);
      if (each.party() == party) {
        long taken = Math.min(left, each.amountMinor());
        left -= taken;
        tranches.set(i, new Tranche(party, each.release(), each.amountMinor() - taken));
      }
    }
    tranches.removeIf(each -> each.amountMinor() == 0);
  }

  /**
   * Releases what a party's tranches held long enough.
   *
   * @param ended whether the version has ended
   */
  public long release(int party, Instant now, boolean ended) {
    long released = 0;
    for (Tranche each : tranches) {
      released += due(each, party, now, ended) ? each.amountMinor() : 0;
    }
    tranches.removeIf(each -> due(each, party, now, ended));
    return released;
  }

  private static boolean due(Tranche tranche, int party, Instant now, boolean ended) {
    Instant release = tranche.release();
    return tranche.party() == party && (release == null ? ended : !release.isAfter(now));
  }
}
