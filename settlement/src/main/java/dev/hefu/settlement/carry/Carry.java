package dev.hefu.settlement.carry;

import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one settling of a version leaves for the next: all that is remembered, with nothing beside
 * it. Never changes. Its serial form is for keeping it where it was made; it is not an exchange
 * format.
 */
public final class Carry implements Serializable {
  public final Map<LineKey, LineState> lines;
  public final Map<LineKey, List<Event>> waiting;
  public final Totals totals;
  public final Balances balances;
  public final Tallies tallies;
  public final Maturing maturing;
  public final Reserves reserves;

  Carry(
      Map<LineKey, LineState> lines,
      Map<LineKey, List<Event>> waiting,
      Totals totals,
      Balances balances,
      Tallies tallies,
      Maturing maturing,
      Reserves reserves) {
    this.lines = lines;
    this.waiting = waiting;
    this.totals = totals;
    this.balances = balances;
    this.tallies = tallies;
    this.maturing = maturing;
    this.reserves = reserves;
  }

  /** Nothing settled yet. */
  public static Carry start(Program program) {
    int parties = program.agreement().parties().size();
    return new Carry(
        Map.of(),
        Map.of(),
        new Totals(parties, program.denominator()),
        new Balances(parties),
        Tallies.none(program),
        Maturing.none(program),
        Reserves.none());
  }

  /** What a party is owed and not paid yet; below zero if it owes. */
  public long owed(int party) {
    return balances.owed(party);
  }

  /** What stands in one state for a party. */
  public long balance(int party, State state) {
    return balances.of(party, state);
  }

  /** The same, to be changed by a run of its own. */
  public Carry thaw() {
    return new Carry(
        new HashMap<>(lines),
        new LinkedHashMap<>(waiting),
        totals.copy(),
        balances.copy(),
        tallies.copy(),
        maturing.copy(),
        reserves.copy());
  }
}
