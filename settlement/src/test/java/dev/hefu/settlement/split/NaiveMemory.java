package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.agreement.Volume;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Terms with memory as the format page says them: every window anew, from every fact so far. */
final class NaiveMemory {
  private final Agreement agreement;
  private final List<Fact> facts = new ArrayList<>();
  private final Map<LineKey, Event.LinePaid> lines = new HashMap<>();
  private final Map<String, Long> posted = new HashMap<>();
  private final Map<String, Long> reported = new HashMap<>();

  /** The version before, whose windows go on here; and whether this one's go on in the next. */
  private final @Nullable NaiveMemory before;

  private @Nullable Agreement next;

  NaiveMemory(Agreement agreement, @Nullable NaiveMemory before) {
    this.agreement = agreement;
    this.before = before;
    if (before != null) {
      before.next = agreement;
    }
  }

  /** Something posted for a line, or pieces if the party is empty. */
  private record Fact(LineKey line, Cause cause, String term, String party, long amount) {}

  /** What has to be posted. */
  record Due(String term, String to, String from, long amount) {}

  void sold(Event.LinePaid paid) {
    lines.put(paid.line().key(), paid);
    pieces(paid.line(), paid.line().quantity());
  }

  void pieces(Line line, long pieces) {
    facts.add(new Fact(line.key(), Cause.SALE, "", "", pieces));
  }

  void fact(LineKey line, Cause cause, String term, String party, long amount) {
    facts.add(new Fact(line, cause, term, party, amount));
  }

  void report(Event.IndicatorReported event) {
    reported.put(
        event.indicator() + event.party() + event.stamp().sender() + event.period(),
        event.valuePpm());
  }

  List<Due> due(LocalDate day) {
    List<Due> due = new ArrayList<>();
    if (!agreement.from().isBefore(day)) {
      return due;
    }
    for (Term term : agreement.terms()) {
      if (term.rule() instanceof Memory rule) {
        for (String window : windows(term, rule, day)) {
          boolean left =
              goesOn(term, rule, window) && agreement.until().orElseThrow().isBefore(day);
          if (!left) {
            due(term, rule, window, day, due);
          }
        }
      }
    }
    return due;
  }

  /** Whether the next version takes a window over: it has the term, and the window both. */
  private boolean goesOn(Term term, Memory rule, String window) {
    Agreement then = next;
    if (then == null || then.terms().stream().noneMatch(each -> isMemory(each, term.id()))) {
      return false;
    }
    java.time.LocalDate end = agreement.until().orElseThrow();
    return window(rule, end).equals(window) && window(rule, end.minusDays(1)).equals(window);
  }

  private static boolean isMemory(Term term, String id) {
    return term.id().equals(id) && term.rule() instanceof Memory;
  }

  /** What the versions before have to do with a window of this one. */
  private @Nullable NaiveMemory giving(Term term, Memory rule, String window) {
    NaiveMemory giver = before;
    return giver != null
            && giver.agreement.terms().stream().anyMatch(each -> isMemory(each, term.id()))
            && giver.goesOn(term, rule, window)
        ? giver
        : null;
  }

  /** Those of every day before, and those that have a line already. */
  private Set<String> windows(Term term, Memory rule, LocalDate day) {
    Set<String> windows = new LinkedHashSet<>();
    for (LocalDate at = agreement.from(); at.isBefore(day); at = at.plusDays(1)) {
      if (agreement.until().map(at::isBefore).orElse(true)) {
        windows.add(window(rule, at));
      }
    }
    for (Event.LinePaid paid : lines.values()) {
      windows.add(window(rule, paid.stamp().time().atZone(agreement.zone()).toLocalDate()));
    }
    String first = window(rule, agreement.from());
    if (giving(term, rule, first) != null) {
      windows.add(first);
    }
    return windows;
  }

  private void due(Term term, Memory rule, String window, LocalDate day, List<Due> due) {
    Frac target = target(term, volume(term, window), over(term, window, day), window);
    long amount = nearest(target) - posted(term, rule, window);
    if (amount != 0) {
      posted.merge(term.id() + " " + window, amount, Long::sum);
      String from =
          rule.from()
              .map(PartyRef::text)
              .orElseGet(() -> ((Rule.Remaining) agreement.terms().getLast().rule()).to().text());
      due.add(new Due(term.id(), rule.to().text(), from, amount));
    }
  }

  private long posted(Term term, Memory rule, String window) {
    NaiveMemory giver = giving(term, rule, window);
    return posted.getOrDefault(term.id() + " " + window, 0L)
        + (giver == null ? 0 : giver.posted(giver.term(term.id()), rule, window));
  }

  private Term term(String id) {
    return agreement.terms().stream().filter(each -> isMemory(each, id)).findFirst().orElseThrow();
  }

  private static String window(Memory rule, LocalDate day) {
    return switch (rule.per()) {
      case MONTH -> day.toString().substring(0, 7);
      case QUARTER -> day.getYear() + "Q" + (day.getMonthValue() + 2) / 3;
      case YEAR -> String.valueOf(day.getYear());
      case AGREEMENT -> "all";
    };
  }

  /** Whether tomorrow's windows, seen from the last day before, are others. */
  private boolean over(Term term, String window, LocalDate day) {
    Memory rule = (Memory) term.rule();
    boolean ended =
        !goesOn(term, rule, window)
            && agreement.until().map(until -> !until.isAfter(day)).orElse(false);
    return ended || !window(rule, day).equals(window);
  }

  private long volume(Term term, String window) {
    return Math.max(0, counted(term, window));
  }

  private long counted(Term term, String window) {
    Memory rule = (Memory) term.rule();
    NaiveMemory giver = giving(term, rule, window);
    long sum = giver == null ? 0 : giver.counted(giver.term(term.id()), window);
    for (Fact fact : facts) {
      Event.LinePaid paid = java.util.Objects.requireNonNull(lines.get(fact.line()));
      LocalDate day = paid.stamp().time().atZone(agreement.zone()).toLocalDate();
      if (NaiveCondition.applies(term, paid.line())
          && window(rule, day).equals(window)
          && counts(rule.of(), fact)) {
        sum += fact.amount();
      }
    }
    return sum;
  }

  private boolean counts(Volume of, Fact fact) {
    boolean shares = fact.cause() == Cause.SALE || fact.cause() == Cause.REFUND;
    boolean pieces = fact.party().isEmpty();
    return switch (of) {
      case Volume.Plain plain -> plain == Volume.Plain.UNITS ? pieces : shares && !pieces;
      case Volume.Earned(String party) -> fact.party().equals(party);
      case Volume.OfTerm(String id) ->
          fact.term().equals(id) && shares && !(fact.cause() == Cause.REFUND && keeps(id));
    };
  }

  private boolean keeps(String id) {
    return agreement.terms().stream().anyMatch(term -> term.id().equals(id) && term.keep());
  }

  private Frac target(Term term, long volume, boolean over, String window) {
    Memory rule = (Memory) term.rule();
    return switch (rule) {
      case Memory.Scale scale -> scale(scale, volume);
      case Memory.Minimum minimum ->
          over
              ? guaranteed(minimum, window, cutShort(rule, window))
                  .minus(Frac.of(volume, 1))
                  .max(Frac.ZERO)
              : Frac.ZERO;
      case Memory.Cap cap -> Frac.of(Math.max(0, volume - cap.amountMinor()), 1);
      case Memory.Advance advance when over && advance.repaid() -> Frac.ZERO;
      case Memory.Advance advance ->
          Frac.of(advance.amountMinor(), 1)
              .minus(Frac.of(volume, 1).times(Frac.of(advance.recoup().p(), advance.recoup().q())))
              .max(Frac.ZERO);
      case Memory.Indicator indicator -> {
        Long value = reported.get(indicator.name() + indicator.party() + indicator.by() + window);
        yield value == null ? Frac.ZERO : indicator(indicator, volume, value);
      }
    };
  }

  /** Whether the version's first missing day still belongs to the window. */
  private boolean cutShort(Memory rule, String window) {
    return agreement.until().map(until -> window(rule, until).equals(window)).orElse(false);
  }

  /** Day by day of the window, as far as the version goes. */
  private Frac guaranteed(Memory.Minimum minimum, String window, boolean cut) {
    Frac all = Frac.of(minimum.amountMinor(), 1);
    if (!cut || !minimum.proRata()) {
      return all;
    }
    LocalDate end = agreement.until().orElseThrow();
    long before = 0;
    for (LocalDate at = end.minusDays(1);
        window(minimum, at).equals(window);
        at = at.minusDays(1)) {
      before++;
    }
    long after = 0;
    for (LocalDate at = end; window(minimum, at).equals(window); at = at.plusDays(1)) {
      after++;
    }
    return all.times(Frac.of(before, before + after));
  }

  private static Frac indicator(Memory.Indicator indicator, long volume, long value) {
    long moved = indicator.slopePpm() * (value - indicator.referencePpm());
    long ppm = Math.abs(moved) / 1_000_000 * Long.signum(moved);
    ppm = Math.max(indicator.leastPpm(), Math.min(indicator.mostPpm(), ppm));
    return Frac.of(volume, 1).times(Frac.of(ppm, 1_000_000));
  }

  /** Piece by piece or unit by unit: each belongs to the last step that began before it. */
  private static Frac scale(Memory.Scale scale, long volume) {
    long[] units = new long[scale.steps().size()];
    for (long unit = 0; unit < volume; unit++) {
      int at = -1;
      for (int i = 0; i < units.length; i++) {
        if (scale.steps().get(i).from() <= (scale.whole() ? volume : unit)) {
          at = i;
        }
      }
      if (at >= 0) {
        units[at]++;
      }
    }
    Frac sum = Frac.of(scale.baseMinor(), 1);
    for (int i = 0; i < units.length; i++) {
      Memory.ScaleStep step = scale.steps().get(i);
      Frac each =
          step.rate()
              .map(rate -> Frac.of(rate.p(), rate.q()))
              .orElse(Frac.of(step.amountMinor(), 1));
      sum = sum.plus(each.times(Frac.of(units[i], 1)));
    }
    return sum;
  }

  static long nearest(Frac amount) {
    boolean negative = amount.compareTo(Frac.ZERO) < 0;
    Frac magnitude = negative ? amount.negate() : amount;
    long rounded = magnitude.floor() + (magnitude.fraction().compareTo(Frac.of(1, 2)) > 0 ? 1 : 0);
    return negative ? -rounded : rounded;
  }
}
