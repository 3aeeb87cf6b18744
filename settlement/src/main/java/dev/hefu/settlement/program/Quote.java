package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.ExchangeRule;
import dev.hefu.settlement.event.ExchangeRate;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * How a currency is converted to the agreement's.
 *
 * @param fromDigits minor digits of the currency
 * @param toDigits minor digits of the agreement's
 */
public record Quote(ExchangeRule rule, int fromDigits, int toDigits) implements Serializable {
  /** At a rate; empty if the amount is too large. */
  public OptionalLong convert(ExchangeRate rate, long amountMinor) {
    return rate.convert(amountMinor, fromDigits, toDigits, rule.foreignPerOwn());
  }
}
