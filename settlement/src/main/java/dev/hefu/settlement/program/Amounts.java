package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;

/** The bases that are whole amounts of a line. */
final class Amounts {
  private Amounts() {}

  /**
   * In minor units.
   *
   * @throws IllegalStateException if the base depends on other terms
   */
  static long of(Base base, Line line, Agreement agreement) {
    return switch (base) {
      case Base.Plain plain ->
          switch (plain) {
            case WHOLE -> agreement.wholeMinor(line);
            case PRICE -> line.priceMinor();
            case PAID -> line.paidMinor();
            case NET_OF_TAX -> line.paidMinor() - line.taxMinor();
            case NET_OF_PAYMENT_FEE -> line.paidMinor() - line.paymentFeeMinor();
            case NET_OF_BOTH -> line.paidMinor() - line.taxMinor() - line.paymentFeeMinor();
            case REST -> throw new IllegalStateException("rest is no amount of a line");
          };
      case Base.LessOwnVouchers(String party) -> {
        long price = line.priceMinor();
        for (Voucher voucher : line.vouchers()) {
          price -= voucher.fundedBy().equals(party) ? voucher.amountMinor() : 0;
        }
        yield price;
      }
      case Base.OfTerm _ -> throw new IllegalStateException("a term is no amount of a line");
    };
  }
}
