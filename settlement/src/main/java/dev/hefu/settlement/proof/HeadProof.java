package dev.hefu.settlement.proof;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.ExchangeRule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold of an agreement before its terms: currencies, zone, days, exchange rules. */
final class HeadProof {
  /** No sales on record that one is tried on are older, and every month since is accrued. */
  private static final int FIRST_YEAR = 1900;

  /** Periods are written with four digits, and no contract lasts so long. */
  private static final int LAST_YEAR = 2999;

  private final Agreement agreement;
  private final List<Fault> faults = new ArrayList<>();

  HeadProof(Agreement agreement) {
    this.agreement = agreement;
  }

  List<Fault> faults() {
    currency("/currency", agreement.currency());
    String zone = agreement.zone().getId();
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      fail("/zone", "no-such-zone", zone + " is no IANA name such as Asia/Shanghai.");
    }
    day("/from", agreement.from());
    agreement.until().ifPresent(until -> day("/until", until));
    exchanges();
    return faults;
  }

  private void day(String where, LocalDate day) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      String years = FIRST_YEAR + " to " + LAST_YEAR;
      fail(where, "date-out-of-range", day + " is not in the years " + years + ".");
    }
  }

  private void currency(String where, String code) {
    Optional<Currency> known =
        Currency.getAvailableCurrencies().stream()
            .filter(each -> each.getCurrencyCode().equals(code))
            .findFirst();
    if (known.isEmpty()) {
      fail(where, "currency-unknown", code + " is no currency of ISO 4217.");
    } else if (known.get().getDefaultFractionDigits() < 0) {
      fail(where, "currency-without-units", code + " has no minor unit in ISO 4217.");
    }
  }

  private void exchanges() {
    Set<String> seen = new HashSet<>();
    seen.add(agreement.currency());
    for (ExchangeRule each : agreement.exchanges()) {
      currency("/exchange", each.currency());
      if (!seen.add(each.currency())) {
        String detail = each.currency() + " is the agreement's own or stands twice.";
        fail("/exchange", "exchange-twice", detail);
      }
      if (!agreement.parties().contains(each.difference())) {
        fail("/exchange", "party-unknown", each.difference() + " is not one of the parties.");
      }
    }
  }

  private void fail(String where, String rule, String detail) {
    faults.add(new Fault(0, where, rule, detail));
  }
}
