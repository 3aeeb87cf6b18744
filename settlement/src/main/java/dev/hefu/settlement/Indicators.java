package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.EVENT;

import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.event.Event;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Reported indicators, which belong to no line: the close of a period takes in those that its
 * agreement's terms read and no close took before.
 */
final class Indicators {
  private static final String TAKEN =
      "(select i.event from settlement.indicator_taken i where i.agreement = {0}";

  private Indicators() {}

  /** What the close of a period took in. */
  static List<KeptEvent> taken(DSLContext tx, int agreement, String period) {
    return read(
        tx,
        DSL.condition(
            "number in " + TAKEN + " and i.period = {1})", DSL.val(agreement), DSL.val(period)));
  }

  /** What a close of a period would take in. */
  static List<KeptEvent> fresh(DSLContext tx, Agreements.InForce in, String period) {
    List<Term> terms = in.program().agreement().terms();
    if (terms.stream().noneMatch(term -> term.rule() instanceof Memory.Indicator)) {
      return List.of();
    }
    return read(
            tx,
            EVENT
                .LINE
                .eq("")
                .and(DSL.condition("number not in " + TAKEN + ")", DSL.val(in.number()))))
        .stream()
        .filter(
            each ->
                each.event() instanceof Event.IndicatorReported reported
                    && reported.period().compareTo(period) <= 0
                    && terms.stream().anyMatch(term -> reads(term, reported)))
        .toList();
  }

  static void take(DSLContext tx, int agreement, String period, List<Long> events) {
    tx.execute(
        "insert into settlement.indicator_taken (agreement, event, period)"
            + " select ?, v.event, ? from unnest(?::bigint[]) v(event)",
        agreement,
        period,
        events.toArray(Long[]::new));
  }

  private static boolean reads(Term term, Event.IndicatorReported reported) {
    return term.rule() instanceof Memory.Indicator rule
        && rule.name().equals(reported.indicator())
        && rule.party().equals(reported.party())
        && rule.by().equals(reported.stamp().sender());
  }

  private static List<KeptEvent> read(DSLContext tx, Condition condition) {
    return tx.selectFrom(EVENT).where(condition).orderBy(EVENT.NUMBER).fetch(KeptEvent::of);
  }
}
