package dev.hefu.settlement.program;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.ExchangeRule;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An agreement version made ready to run: terms numbered in the document's order (inner ones after
 * their own), parties by rank, all rates over one common denominator. Immutable, for any thread.
 */
public final class Program {
  /** A line or shipment names a participant that is no party. */
  public static final int UNKNOWN = -2;

  /** A line or shipment names nobody in the role. */
  static final int NOBODY = -1;

  private final Agreement agreement;
  private final Set<String> continued;
  private final Map<String, Integer> ranks = new HashMap<>();
  private final ProgramBuilder built;
  private final List<Remembered> remembered;
  private final int[] maturities;
  private final boolean contributes;
  private final Map<String, Quote> quotes = new HashMap<>();
  private final List<Holding> reserves;

  private Program(Agreement agreement, Set<String> continued) {
    this.agreement = agreement;
    this.continued = Set.copyOf(continued);
    for (String party : agreement.parties()) {
      ranks.put(party, ranks.size());
    }
    this.built = new ProgramBuilder(this);
    this.remembered = Remembered.of(this);
    for (ExchangeRule each : agreement.exchanges()) {
      int from = MinorText.digits(each.currency());
      int to = MinorText.digits(agreement.currency());
      quotes.put(each.currency(), new Quote(each, from, to));
    }
    this.contributes = built.terms.stream().anyMatch(term -> term.rule() instanceof Contribution);
    this.maturities =
        IntStream.range(0, built.terms.size())
            .filter(i -> built.terms.get(i).rule() instanceof Holding.Maturity)
            .toArray();
    this.reserves =
        built.terms.stream()
            .map(Term::rule)
            .filter(rule -> rule instanceof Holding && !(rule instanceof Holding.Maturity))
            .map(Holding.class::cast)
            .toList();
  }

  /** Compiles an agreement that was read and proved. */
  public static Program of(Agreement agreement) {
    return of(agreement, Set.of());
  }

  /**
   * Compiles a version that another one goes on from.
   *
   * @param continued ids of the terms with memory that go on in the version that follows: what is
   *     open of them when this version ends is no longer posted by it
   */
  public static Program of(Agreement agreement, Set<String> continued) {
    return new Program(agreement, continued);
  }

  /** Whether the version that follows goes on with a term's open windows. */
  public boolean isContinued(String term) {
    return continued.contains(term);
  }

  /** What it was made of. */
  public Agreement agreement() {
    return agreement;
  }

  /** All terms, numbered as in postings. */
  public List<Term> terms() {
    return built.terms;
  }

  /** How a currency is converted to the agreement's; null if it is its own or not agreed. */
  public @Nullable Quote quote(String currency) {
    return quotes.get(currency);
  }

  /** Whether contacts before a payment count for anything. */
  public boolean contributes() {
    return contributes;
  }

  /** The terms with memory. */
  public List<Remembered> remembered() {
    return remembered;
  }

  /** The numbers of the terms by which lines mature. */
  public int[] maturities() {
    return maturities;
  }

  /** Reserves and holdbacks, in the order of their terms. */
  public List<Holding> reserves() {
    return reserves;
  }

  /**
   * The number of a term by its id.
   *
   * @throws IllegalArgumentException if there is none
   */
  int numberOf(String id) {
    for (int i = 0; i < built.terms.size(); i++) {
      if (built.terms.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no term " + id);
  }

  public long denominator() {
    return built.denominator;
  }

  public int items() {
    return built.termOfItem.length;
  }

  int levels() {
    return built.levels;
  }

  List<Step> steps() {
    return built.steps;
  }

  public int termOfItem(int item) {
    return built.termOfItem[item];
  }

  /** The rank of who gets what is left of the whole line; {@link #NOBODY} if none does. */
  public int remainingParty() {
    return agreement.remaining().map(to -> rankOf(to.text())).orElse(NOBODY);
  }

  public int rankOf(String party) {
    return ranks.getOrDefault(party, UNKNOWN);
  }

  /**
   * The rank of whom a reference means, {@link #NOBODY} or {@link #UNKNOWN}.
   *
   * @param carrier of the shipment at hand, or null
   */
  public int rankOf(PartyRef ref, Line line, @Nullable String carrier) {
    String id =
        switch (ref) {
          case PartyRef.Named(String named) -> named;
          case PartyRef.InRole(PartyRef.Role role) ->
              switch (role) {
                case SELLER -> line.key().owner();
                case STORE -> line.attribute(Attribute.STORE);
                case BRAND -> line.attribute(Attribute.BRAND);
                case CARRIER -> carrier;
              };
        };
    return id == null ? NOBODY : rankOf(id);
  }
}
