package dev.hefu.settlement.agreement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a term gives; see the table of {@code docs/formats/revenue-agreement.md}. */
public sealed interface Rule
    permits Rule.Percentage,
        Rule.Fixed,
        Rule.Table,
        Rule.Waterfall,
        Rule.Promotion,
        Rule.OnDelivery,
        Rule.Withholding,
        Rule.PaymentFee,
        Rule.Remaining,
        Rule.Resource,
        Rule.ReturnRisk,
        Contribution,
        Memory,
        Holding {
  /** A rate of a base, within bounds. */
  record Percentage(PartyRef to, Quota quota) implements Rule {}

  /** A fee. */
  record Fixed(PartyRef to, long amountMinor, Per per, Optional<PartyRef> from) implements Rule {}

  /** A fee per shipment by zone and weight. */
  record Table(PartyRef to, List<Row> rows, Optional<PartyRef> from) implements Rule {
    /** Copies. */
    public Table {
      rows = List.copyOf(rows);
    }
  }

  /** An amount set apart and divided by terms of its own. */
  record Waterfall(Quota quota, List<Term> terms) implements Rule {
    /** Copies. */
    public Waterfall {
      terms = List.copyOf(terms);
    }
  }

  /** Who bears the vouchers of a line; empty sets admit every voucher. */
  record Promotion(Set<String> codes, Set<String> funders, List<Funding> funding) implements Rule {
    /** Copies. */
    public Promotion {
      codes = Set.copyOf(codes);
      funders = Set.copyOf(funders);
      funding = List.copyOf(funding);
    }
  }

  /** A penalty or bonus: an amount or quota moved once per shipment or cancelled line. */
  record OnDelivery(
      When when,
      PartyRef from,
      PartyRef to,
      long graceMinutes,
      long amountMinor,
      Optional<Quota> quota)
      implements Rule {}

  /** An amount divided by what parties bring. */
  record Resource(Quota quota, List<Part> parts) implements Rule {
    /** Copies. */
    public Resource {
      parts = List.copyOf(parts);
    }
  }

  /** Of a quota of every piece that comes back, each bearer pays its rate. */
  record ReturnRisk(PartyRef to, Quota quota, List<Funding> bearers) implements Rule {
    /** Copies. */
    public ReturnRisk {
      bearers = List.copyOf(bearers);
    }
  }

  /** Tax withheld of what a term gave to a party. */
  record Withholding(PartyRef from, PartyRef to, Quota quota) implements Rule {}

  /** The line's payment fee. */
  record PaymentFee(PartyRef to) implements Rule {}

  /** What is left at its level. */
  record Remaining(PartyRef to) implements Rule {}

  /** A rate of a base, not above the cap, not below the floor. */
  record Quota(Rate rate, Base of, OptionalLong capMinor, OptionalLong floorMinor) {}

  /** One bearer of a discount; the cap is per line. */
  record Funding(PartyRef party, Rate rate, OptionalLong capMinor) {}

  /** One row of a carrier's table; an empty zone admits every zone. */
  record Row(String zone, long upToGrams, long amountMinor) {}

  /** What one party brings and how much it weighs. */
  record Part(PartyRef party, Kind kind, long weight) {}

  /** What a party may bring. */
  enum Kind {
    STOCK,
    SPACE,
    STAFF,
    MARKETING
  }

  /** When a penalty or bonus is due. */
  enum When {
    LATE_DELIVERY(true),
    ON_TIME_DELIVERY(false),
    /** On time and in full. */
    OTIF(false),
    /** Late, or with pieces missing. */
    NOT_OTIF(true),
    /** The line was cancelled for want of stock. */
    OUT_OF_STOCK(true);

    private final boolean penalty;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    When(boolean penalty) {
      this.penalty = penalty;
    }

    /** Whether it is no reason for a bonus. */
    public boolean penalty() {
      return penalty;
    }

    /** Its spelling in documents. */
    public String word() {
      return word;
    }
  }

  /** What a fixed fee is counted by. */
  enum Per {
    LINE,
    UNIT,
    SHIPMENT,
    RETURN
  }
}
