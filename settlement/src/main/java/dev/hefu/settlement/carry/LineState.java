package dev.hefu.settlement.carry;

import dev.hefu.settlement.apportion.Shares;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Stamp;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What later events need to know of a split line.
 *
 * @param original the shares as posted
 * @param returned what was given back of each
 * @param refunded cumulative, at most the total
 * @param back pieces that came back, at most the quantity
 * @param moves fees, penalties and bonuses so far, in order
 * @param promised when shipments should arrive, as told when they were dispatched
 * @param told which shipments, returns and refunds were told of, by whom
 * @param foreign null if it was paid in the agreement's currency
 */
public record LineState(
    Stamp paid,
    Line line,
    Shares original,
    Shares returned,
    long refunded,
    int back,
    List<Move> moves,
    Map<String, Instant> promised,
    Set<String> told,
    @Nullable Foreign foreign)
    implements Serializable {
  public LineState {
    moves = List.copyOf(moves);
    promised = Map.copyOf(promised);
    told = Set.copyOf(told);
  }

  public boolean untouched() {
    return refunded == 0 && back == 0;
  }

  public LineState with(List<Move> newMoves) {
    return new LineState(
        paid, line, original, returned, refunded, back, newMoves, promised, told, foreign);
  }

  public LineState with(Shares nowReturned, long nowRefunded, int nowBack, List<Move> newMoves) {
    return new LineState(
        paid, line, original, nowReturned, nowRefunded, nowBack, newMoves, promised, told, foreign);
  }

  public LineState with(Foreign nowForeign) {
    return new LineState(
        paid, line, original, returned, refunded, back, moves, promised, told, nowForeign);
  }

  /** The same with the time by which a shipment was promised. */
  public LineState promising(String shipment, Instant time) {
    Map<String, Instant> all = new HashMap<>(promised);
    all.put(shipment, time);
    return new LineState(paid, line, original, returned, refunded, back, moves, all, told, foreign);
  }

  /** The same with one more that was told of. */
  public LineState telling(String what) {
    Set<String> all = new HashSet<>(told);
    all.add(what);
    return new LineState(
        paid, line, original, returned, refunded, back, moves, promised, all, foreign);
  }
}
