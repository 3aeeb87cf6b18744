package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.ExchangeRule;
import dev.hefu.settlement.event.ExchangeRate;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A line of another currency, as the format page says it. */
final class NaiveExchange {
  private final Agreement agreement;
  private final Line line;
  private final ExchangeRule rule;

  private NaiveExchange(Agreement agreement, Line line, ExchangeRule rule) {
    this.agreement = agreement;
    this.line = line;
    this.rule = rule;
  }

  static Optional<NaiveExchange> of(Agreement agreement, Line line) {
    return agreement.exchanges().stream()
        .filter(each -> each.currency().equals(line.currency()))
        .findFirst()
        .map(rule -> new NaiveExchange(agreement, line, rule));
  }

  String account() {
    return rule.difference();
  }

  long whole() {
    return agreement.wholeMinor(line);
  }

  long difference() {
    long whole = whole() < 0 ? -convert(-whole()) : convert(whole());
    return whole - agreement.wholeMinor(own());
  }

  Line own() {
    List<Voucher> vouchers = new ArrayList<>();
    long price = convert(line.paidMinor());
    for (Voucher each : line.vouchers()) {
      Voucher own = new Voucher(each.code(), each.fundedBy(), convert(each.amountMinor()));
      vouchers.add(own);
      price += own.amountMinor();
    }
    return new Line(
        line.key(),
        agreement.currency(),
        price,
        convert(line.taxMinor()),
        convert(line.paymentFeeMinor()),
        line.quantity(),
        vouchers,
        line.attributes(),
        line.touches(),
        line.rate());
  }

  /** Halves up. */
  long convert(long amount) {
    ExchangeRate rate = Objects.requireNonNull(line.rate());
    Frac exact = new Frac(rate.value().unscaledValue(), BigInteger.TEN.pow(rate.value().scale()));
    Frac by = rule.foreignPerOwn() ? new Frac(exact.d(), exact.n()) : exact;
    Frac own =
        Frac.of(amount, 1)
            .times(by)
            .times(Frac.of(power(agreement.currency()), power(line.currency())));
    return own.plus(Frac.of(1, 2)).floor();
  }

  private static long power(String currency) {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return BigInteger.TEN.pow(digits).longValueExact();
  }
}
