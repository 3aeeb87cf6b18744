package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import java.util.Optional;

/**
 * What one party pays another for an event.
 *
 * @param from empty for the remaining party
 */
record Fee(long amountMinor, Optional<PartyRef> from, PartyRef to, Problem problem) {
  private static final PartyRef NOBODY = new PartyRef.Named("");

  static final Fee NONE = new Fee(0, Optional.empty(), NOBODY, Problem.NONE);

  static Fee of(long amountMinor, Optional<PartyRef> from, PartyRef to) {
    return new Fee(amountMinor, from, to, Problem.NONE);
  }

  /** By the first row for the shipment's zone that its weight does not exceed. */
  static Fee ofTable(Rule.Table table, Event.ShipmentDispatched shipment) {
    for (Rule.Row row : table.rows()) {
      boolean zone = row.zone().isEmpty() || row.zone().equals(shipment.zone());
      if (zone && shipment.weightGrams() <= row.upToGrams()) {
        return of(row.amountMinor(), table.from(), table.to());
      }
    }
    return new Fee(0, table.from(), table.to(), Problem.NO_TABLE_ROW);
  }

  /** A penalty's or bonus's amount: fixed, or a rate rounded half down, within its cap. */
  static long amount(Rule.OnDelivery rule, Line line, Program program) {
    if (rule.quota().isEmpty()) {
      return rule.amountMinor();
    }
    Rule.Quota quota = rule.quota().get();
    long base = Math.max(0, Amounts.of(quota.of(), line, program.agreement()));
    long product = Math.multiplyExact(base, quota.rate().p());
    long amount = product / quota.rate().q();
    if ((product - amount * quota.rate().q()) * 2 > quota.rate().q()) {
      amount++;
    }
    return Math.min(amount, quota.capMinor().orElse(Long.MAX_VALUE));
  }
}
