package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one party pays another for an event.
 *
 * @param from empty for the remaining party
 */
public record Fee(long amountMinor, Optional<PartyRef> from, PartyRef to, Problem problem) {
  public static Fee of(long amountMinor, Optional<PartyRef> from, PartyRef to) {
    return new Fee(amountMinor, from, to, Problem.NONE);
  }

  /** By the first row for the shipment's zone that its weight does not exceed. */
  public static Fee ofTable(Rule.Table table, Event.ShipmentDispatched shipment) {
    for (Rule.Row row : table.rows()) {
      boolean zone = row.zone().isEmpty() || row.zone().equals(shipment.zone());
      if (zone && shipment.weightGrams() <= row.upToGrams()) {
        return of(row.amountMinor(), table.from(), table.to());
      }
    }
    return new Fee(0, table.from(), table.to(), Problem.NO_TABLE_ROW);
  }

  /** What each bearer of the risk pays for pieces that came back. */
  public static List<Fee> ofRisk(Rule.ReturnRisk rule, Line line, int pieces, Program program) {
    List<Fee> fees = new ArrayList<>();
    long base = Math.max(0, Amounts.of(rule.quota().of(), line, program.agreement()));
    Rate rate = rule.quota().rate();
    BigInteger loss =
        BigInteger.valueOf(base)
            .multiply(BigInteger.valueOf(rate.p()))
            .multiply(BigInteger.valueOf(Math.min(pieces, line.quantity())));
    BigInteger parts = BigInteger.valueOf(rate.q()).multiply(BigInteger.valueOf(line.quantity()));
    for (Rule.Funding bearer : rule.bearers()) {
      BigInteger borne = loss.multiply(BigInteger.valueOf(bearer.rate().p()));
      BigInteger whole = parts.multiply(BigInteger.valueOf(bearer.rate().q()));
      long amount = new Target(borne, whole, "").rounded();
      fees.add(of(amount, Optional.of(bearer.party()), rule.to()));
    }
    return fees;
  }

  /** A penalty's or bonus's amount: fixed, or a rate rounded half down, within its cap. */
  public static long amount(Rule.OnDelivery rule, Line line, Program program) {
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
