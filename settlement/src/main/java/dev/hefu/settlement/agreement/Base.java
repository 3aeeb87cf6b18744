package dev.hefu.settlement.agreement;

import java.util.Optional;

/** What a rate is taken of. */
public sealed interface Base {
  /** An amount that stands in the line, or at the term's level. */
  enum Plain implements Base {
    /** What the level divides. */
    WHOLE("whole"),
    /** What earlier terms of the level left. */
    REST("rest"),
    PRICE("price"),
    PAID("paid"),
    NET_OF_TAX("net-of-tax"),
    NET_OF_PAYMENT_FEE("net-of-payment-fee"),
    NET_OF_BOTH("net-of-tax-and-payment-fee");

    private final String word;

    Plain(String word) {
      this.word = word;
    }

    /** Its spelling in documents. */
    public String word() {
      return word;
    }
  }

  /** The price less the vouchers that this party funded. */
  record LessOwnVouchers(String party) implements Base {}

  /** What an earlier term gave. */
  record OfTerm(String term) implements Base {}

  String OWN_VOUCHERS = "price-less-own-vouchers:";
  String TERM = "term:";

  /** Reads the spelling of documents; empty if it is none. */
  static Optional<Base> of(String text) {
    return Spelling.after(OWN_VOUCHERS, text)
        .<Base>map(LessOwnVouchers::new)
        .or(() -> Spelling.after(TERM, text).map(OfTerm::new))
        .or(() -> Spelling.word(Plain.values(), Plain::word, text));
  }

  /** Its spelling in documents. */
  default String text() {
    return switch (this) {
      case Plain plain -> plain.word();
      case LessOwnVouchers(String party) -> OWN_VOUCHERS + party;
      case OfTerm(String term) -> TERM + term;
    };
  }
}
