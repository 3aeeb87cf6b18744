package dev.hefu.settlement.agreement;

import dev.hefu.settlement.event.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One version of a revenue agreement, as read from its document.
 *
 * @param continues whether it goes on with the counters of the version before it
 * @param until exclusive; empty for no end
 * @param parties ids in rank order
 * @param divides the whole of a line: PAID or one of the three nets
 * @param reduce whether a term takes at most what is left
 * @param exchanges for lines of other currencies, one each
 */
public record Agreement(
    String name,
    int version,
    boolean continues,
    String titleEnglish,
    String titleChinese,
    String currency,
    LocalDate from,
    Optional<LocalDate> until,
    ZoneId zone,
    List<String> parties,
    Selector selects,
    Base.Plain divides,
    long largestLineMinor,
    boolean reduce,
    List<ExchangeRule> exchanges,
    List<Term> terms) {
  /** Copies. */
  public Agreement {
    parties = List.copyOf(parties);
    exchanges = List.copyOf(exchanges);
    terms = List.copyOf(terms);
  }

  /** The same, ended on a day by an amendment or termination; its windows end with it. */
  public Agreement ending(Optional<LocalDate> end) {
    return new Agreement(
        name,
        version,
        continues,
        titleEnglish,
        titleChinese,
        currency,
        from,
        end,
        zone,
        parties,
        selects,
        divides,
        largestLineMinor,
        reduce,
        exchanges,
        terms);
  }

  /** Who gets what is left of a whole line; empty if its rates give it all. */
  public Optional<PartyRef> remaining() {
    return terms.getLast().rule() instanceof Rule.Remaining(PartyRef to)
        ? Optional.of(to)
        : Optional.empty();
  }

  /** The amount of a line that the top level divides. */
  public long wholeMinor(Line line) {
    return amount(divides, line.paidMinor(), line.taxMinor(), line.paymentFeeMinor());
  }

  /** The part of a refund that concerns the divided amount. */
  public long wholeMinor(long amountMinor, long taxMinor, long paymentFeeMinor) {
    return amount(divides, amountMinor, taxMinor, paymentFeeMinor);
  }

  /** Whether the version is for lines paid at this time. */
  public boolean inForceAt(Instant time) {
    LocalDate day = time.atZone(zone).toLocalDate();
    return !day.isBefore(from) && until.map(day::isBefore).orElse(true);
  }

  /** The period of a line paid at this time, {@code YYYY-MM}. */
  public String period(Instant time) {
    return YearMonth.from(time.atZone(zone)).toString();
  }

  private static long amount(Base.Plain basis, long paid, long tax, long fee) {
    return switch (basis) {
      case NET_OF_TAX -> paid - tax;
      case NET_OF_PAYMENT_FEE -> paid - fee;
      case NET_OF_BOTH -> paid - tax - fee;
      case PAID -> paid;
      case WHOLE, REST, PRICE -> throw new IllegalStateException("no basis: " + basis);
    };
  }
}
