package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What events give, as the format pages say it: refunds seat by seat, true-up from the exact sums.
 * The result maps {@code event cause term party} to an amount.
 */
final class NaiveSettle {
  final Map<String, Long> postings = new TreeMap<>();
  private final Agreement agreement;
  private final Map<LineKey, Known> lines = new HashMap<>();
  private final Map<String, Frac> drift = new HashMap<>();
  private final NaiveMemory memory;
  final NaiveStates states;
  private final List<Event> told = new ArrayList<>();
  private final Map<LineKey, List<Event>> early = new HashMap<>();

  /** A line that was paid. */
  private static final class Known {
    final Line line;
    final NaiveSplit split;
    final List<Moved> moves = new ArrayList<>();
    final Map<String, Instant> promised = new HashMap<>();
    long[] returned;
    long refunded;
    final Optional<NaiveExchange> exchange;
    long refundedAsPaid;
    int back;
    boolean touched;

    Known(Line line, NaiveSplit split, Optional<NaiveExchange> exchange) {
      this.exchange = exchange;
      this.line = line;
      this.split = split;
      this.returned = new long[split.shares.size()];
    }
  }

  /** A fee between two parties. */
  private static final class Moved {
    final Term term;
    final String from;
    final String bearer;
    final long amount;
    long returned;

    Moved(Term term, String from, String bearer, long amount) {
      this.term = term;
      this.from = from;
      this.bearer = bearer;
      this.amount = amount;
    }
  }

  NaiveSettle(Agreement agreement, List<Event> ordered) {
    this(agreement, ordered, null);
    ordered.forEach(this::event);
    postings.values().removeIf(amount -> amount == 0);
  }

  private NaiveSettle(Agreement agreement, List<Event> ordered, @Nullable NaiveSettle before) {
    this.agreement = agreement;
    this.memory = new NaiveMemory(agreement, before == null ? null : before.memory);
    this.states = new NaiveStates(agreement);
    ordered.forEach(
        event -> {
          if (event instanceof Event.PromotionApplied
              || event instanceof Event.TouchpointRecorded) {
            told.add(event);
          }
        });
  }

  /**
   * Versions of which each goes on with the one before it, told side by side: of one moment the
   * older version is told first.
   */
  static List<NaiveSettle> chain(List<Agreement> versions, List<List<Event>> ordered) {
    List<NaiveSettle> chain = new ArrayList<>();
    List<Runnable> steps = new ArrayList<>();
    List<Event> moments = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      NaiveSettle settle =
          new NaiveSettle(versions.get(i), ordered.get(i), i == 0 ? null : chain.get(i - 1));
      chain.add(settle);
      for (Event event : ordered.get(i)) {
        moments.add(event);
        steps.add(() -> settle.event(event));
      }
    }
    java.util.stream.IntStream.range(0, steps.size())
        .boxed()
        .sorted(java.util.Comparator.comparing(i -> moments.get(i).stamp()))
        .forEach(i -> steps.get(i).run());
    chain.forEach(each -> each.postings.values().removeIf(amount -> amount == 0));
    return chain;
  }

  private void event(Event event) {
    Known known = event.about().map(lines::get).orElse(null);
    switch (event) {
      case Event.LinePaid paid -> paid(paid);
      case Event.RefundPaid refund when known != null -> {
        long amount =
            agreement.wholeMinor(refund.amountMinor(), refund.taxMinor(), refund.paymentFeeMinor());
        reverse(refund, known, Math.max(0, amount), refund.quantity());
      }
      case Event.LineCancelled cancelled when known != null -> {
        boolean whole = known.back == known.line.quantity();
        reverse(event, known, asPaid(known) - known.refundedAsPaid, known.line.quantity());
        if (cancelled.outOfStock() && !whole) {
          judged(event, Cause.CANCELLATION, known, List.of(Rule.When.OUT_OF_STOCK));
        }
      }
      case Event.ShipmentDispatched shipment when known != null -> shipped(shipment, known);
      case Event.ShipmentDelivered shipment when known != null -> {
        delivered(shipment, known);
        states.delivered(shipment);
      }
      case Event.ReturnReceived back when known != null -> returned(back, known);
      case Event.PeriodClosed closed -> {
        java.time.LocalDate after =
            java.time.YearMonth.parse(closed.period()).plusMonths(1).atDay(1);
        remember(event, after);
        close(event);
        states.closed(after);
      }
      case Event.TimePassed _ -> {
        remember(event, event.stamp().time().atZone(agreement.zone()).toLocalDate());
        states.passed(event.stamp().time());
      }
      case Event.IndicatorReported reported -> memory.report(reported);
      case Event.Approved approved -> event(approved.told());
      default ->
          event
              .about()
              .filter(line -> !lines.containsKey(line))
              .ifPresent(line -> early.computeIfAbsent(line, _ -> new ArrayList<>()).add(event));
    }
  }

  /** The line with the vouchers and contacts that were told apart, up to its payment. */
  private Line asTold(Event.LinePaid paid) {
    Line line = paid.line();
    List<Touch> touches = new ArrayList<>();
    for (Event each : told) {
      if (each.about().orElseThrow().equals(line.key())
          && !each.stamp().time().isAfter(paid.stamp().time())) {
        if (each instanceof Event.PromotionApplied applied) {
          line = line.with(applied.voucher());
        } else if (each instanceof Event.TouchpointRecorded touch) {
          Duration before = Duration.between(each.stamp().time(), paid.stamp().time());
          touches.add(new Touch(each.stamp().sender(), touch.position(), before));
        }
      }
    }
    return line.after(touches);
  }

  private void remember(Event event, java.time.LocalDate day) {
    for (NaiveMemory.Due due : memory.due(day)) {
      post(event, Cause.MEMORY, due.term(), due.to(), due.amount());
      post(event, Cause.MEMORY, due.term(), due.from(), -due.amount());
    }
  }

  private void paid(Event.LinePaid paid) {
    Line told = asTold(paid);
    Optional<NaiveExchange> exchange = NaiveExchange.of(agreement, told);
    Line line = exchange.map(NaiveExchange::own).orElse(told);
    NaiveSplit split = new NaiveSplit(agreement, line);
    lines.put(line.key(), new Known(line, split, exchange));
    Event.LinePaid sold = new Event.LinePaid(paid.stamp(), line);
    memory.sold(sold);
    states.sold(sold);
    exchange.ifPresent(each -> post(paid, Cause.EXCHANGE, "-", each.account(), each.difference()));
    for (NaiveSplit.Share share : split.shares) {
      post(paid, Cause.SALE, share.term.id(), share.party, share.amount);
      drift.merge(share.party, share.exact.minus(Frac.of(share.amount, 1)), Frac::plus);
    }
    early.getOrDefault(line.key(), List.of()).forEach(this::event);
  }

  private static long total(Known known) {
    return known.split.shares.stream().mapToLong(share -> share.amount).sum();
  }

  private void reverse(Event event, Known known, long amount, int quantity) {
    long total = Math.max(0, total(known));
    long taken = Math.min(amount, asPaid(known) - known.refundedAsPaid);
    known.refundedAsPaid += taken;
    boolean all = known.refundedAsPaid == asPaid(known);
    known.refunded =
        all
            ? total
            : known
                .exchange
                .map(each -> Math.min(total, each.convert(known.refundedAsPaid)))
                .orElse(known.refundedAsPaid);
    if (all && taken > 0) {
      known.exchange.ifPresent(
          each -> post(event, Cause.EXCHANGE, "-", each.account(), -each.difference()));
    }
    int before = known.back;
    known.back = Math.min(known.line.quantity(), known.back + quantity);
    memory.pieces(known.line, before - known.back);
    if (!known.touched && (known.refunded > 0 || known.back > 0)) {
      known.touched = true;
      for (NaiveSplit.Share share : known.split.shares) {
        drift.merge(share.party, Frac.of(share.amount, 1).minus(share.exact), Frac::plus);
      }
    }
    long[] now = returnedShares(known);
    for (int i = 0; i < now.length; i++) {
      NaiveSplit.Share share = known.split.shares.get(i);
      long given = now[i] - known.returned[i];
      post(
          event,
          Cause.REFUND,
          share.term.id(),
          bearer(share.term, known.line, share.party),
          -given);
    }
    known.returned = now;
    for (Moved move : known.moves) {
      long back = move.amount * known.back / known.line.quantity();
      post(event, Cause.REFUND, move.term.id(), move.bearer, move.returned - back);
      post(event, Cause.REFUND, move.term.id(), move.from, back - move.returned);
      move.returned = back;
    }
    long over = known.exchange.map(each -> each.convert(amount - taken)).orElse(amount - taken);
    if (over > 0) {
      String granter = event instanceof Event.RefundPaid refund ? refund.grantedBy() : null;
      String party = granter == null ? known.line.key().owner() : granter;
      if (!agreement.parties().contains(party)) {
        party = remaining().orElse(agreement.parties().getFirst());
      }
      post(event, Cause.ADJUSTMENT, "-", party, -over);
    }
  }

  /** What the line divides in the currency that it was paid in. */
  private long asPaid(Known known) {
    return Math.max(0, known.exchange.map(NaiveExchange::whole).orElseGet(() -> total(known)));
  }

  private long[] returnedShares(Known known) {
    int count = known.split.shares.size();
    long[] magnitude = new long[count];
    int[] sign = new int[count];
    long positive = 0;
    long negative = 0;
    for (int i = 0; i < count; i++) {
      long amount = known.split.shares.get(i).amount;
      sign[i] = Long.signum(amount);
      magnitude[i] = Math.abs(amount);
      positive += Math.max(0, amount);
      negative += Math.max(0, -amount);
    }
    long total = positive - negative;
    Frac part =
        total > 0 ? Frac.of(known.refunded, total) : Frac.of(known.back, known.line.quantity());
    long p = part.times(Frac.of(positive, 1)).floor();
    long n = total > 0 ? p - known.refunded : part.times(Frac.of(negative, 1)).floor();
    long[] up = seats(known, magnitude, sign, 1, p);
    long[] down = seats(known, magnitude, sign, -1, n);
    for (int i = 0; i < count; i++) {
      up[i] -= down[i];
    }
    return up;
  }

  /** Webster's method, one seat after the other. */
  private long[] seats(Known known, long[] magnitude, int[] sign, int of, long seats) {
    long[] given = new long[magnitude.length];
    for (long seat = 0; seat < seats; seat++) {
      int best = -1;
      for (int i = 0; i < given.length; i++) {
        if (sign[i] == of && (best < 0 || before(known, magnitude, given, i, best))) {
          best = i;
        }
      }
      given[best]++;
    }
    return given;
  }

  private boolean before(Known known, long[] magnitude, long[] given, int a, int b) {
    long left = Math.multiplyExact(magnitude[a], 2 * given[b] + 1);
    long right = Math.multiplyExact(magnitude[b], 2 * given[a] + 1);
    return left != right ? left > right : rank(known, a) < rank(known, b);
  }

  private int rank(Known known, int item) {
    NaiveSplit.Share share = known.split.shares.get(item);
    return agreement.parties().indexOf(bearer(share.term, known.line, share.party));
  }

  private Optional<String> remaining() {
    return agreement.terms().getLast().rule() instanceof Rule.Remaining(PartyRef to)
        ? Optional.of(to.text())
        : Optional.empty();
  }

  private String bearer(Term term, Line line, String receiver) {
    if (!term.keep()) {
      return receiver;
    }
    Optional<String> named =
        term.borneBy().flatMap(ref -> Optional.ofNullable(NaiveSplit.party(ref, line, null)));
    return named.filter(agreement.parties()::contains).or(this::remaining).orElse(receiver);
  }

  private void shipped(Event.ShipmentDispatched shipment, Known known) {
    Instant promised = shipment.promised();
    if (promised != null) {
      known.promised.put(shipment.shipment(), promised);
    }
    for (Term term : agreement.terms()) {
      if (NaiveCondition.applies(term, known.line)) {
        if (term.rule() instanceof Rule.Fixed fixed && fixed.per() == Rule.Per.SHIPMENT) {
          move(
              shipment, Cause.SHIPMENT, known, term, fixed.from(), fixed.to(), fixed.amountMinor());
        } else if (term.rule() instanceof Rule.Table table) {
          for (Rule.Row row : table.rows()) {
            if ((row.zone().isEmpty() || row.zone().equals(shipment.zone()))
                && shipment.weightGrams() <= row.upToGrams()) {
              move(
                  shipment,
                  Cause.SHIPMENT,
                  known,
                  term,
                  table.from(),
                  table.to(),
                  row.amountMinor());
              break;
            }
          }
        }
      }
    }
  }

  private void returned(Event.ReturnReceived event, Known known) {
    for (Term term : agreement.terms()) {
      if (!NaiveCondition.applies(term, known.line)) {
        continue;
      }
      if (term.rule() instanceof Rule.Fixed fixed && fixed.per() == Rule.Per.RETURN) {
        move(event, Cause.RETURN, known, term, fixed.from(), fixed.to(), fixed.amountMinor());
      } else if (term.rule() instanceof Rule.ReturnRisk risk) {
        long base =
            risk.quota().of() == dev.hefu.settlement.agreement.Base.Plain.PRICE
                ? known.line.priceMinor()
                : agreement.wholeMinor(known.line);
        int pieces = Math.min(event.quantity(), known.line.quantity());
        Frac loss =
            Frac.of(Math.max(0, base), known.line.quantity())
                .times(Frac.of(pieces, 1))
                .times(Frac.of(risk.quota().rate().p(), risk.quota().rate().q()));
        for (Rule.Funding bearer : risk.bearers()) {
          Frac borne = loss.times(Frac.of(bearer.rate().p(), bearer.rate().q()));
          long amount = NaiveMemory.nearest(borne);
          move(event, Cause.RETURN, known, term, Optional.of(bearer.party()), risk.to(), amount);
        }
      }
    }
  }

  private void delivered(Event.ShipmentDelivered shipment, Known known) {
    Instant promised = shipment.promised();
    if (promised == null) {
      promised = known.promised.get(shipment.shipment());
    }
    if (promised == null) {
      return;
    }
    for (Term term : agreement.terms()) {
      if (NaiveCondition.applies(term, known.line) && term.rule() instanceof Rule.OnDelivery rule) {
        Duration over = Duration.between(promised, shipment.stamp().time());
        boolean late = over.compareTo(Duration.ofMinutes(rule.graceMinutes())) > 0;
        List<Rule.When> reasons = new ArrayList<>();
        reasons.add(late ? Rule.When.LATE_DELIVERY : Rule.When.ON_TIME_DELIVERY);
        reasons.add(late || shipment.missing() > 0 ? Rule.When.NOT_OTIF : Rule.When.OTIF);
        if (reasons.contains(rule.when())) {
          move(
              shipment,
              Cause.DELIVERY,
              known,
              term,
              Optional.of(rule.from()),
              rule.to(),
              amount(rule, known.line));
        }
      }
    }
  }

  private void judged(Event event, Cause cause, Known known, List<Rule.When> reasons) {
    for (Term term : agreement.terms()) {
      if (NaiveCondition.applies(term, known.line)
          && term.rule() instanceof Rule.OnDelivery rule
          && reasons.contains(rule.when())) {
        long amount = amount(rule, known.line);
        move(event, cause, known, term, Optional.of(rule.from()), rule.to(), amount);
      }
    }
  }

  private long amount(Rule.OnDelivery rule, Line line) {
    if (rule.quota().isEmpty()) {
      return rule.amountMinor();
    }
    Rule.Quota quota = rule.quota().get();
    Frac base =
        Frac.of(
            quota.of() == dev.hefu.settlement.agreement.Base.Plain.PRICE
                ? line.priceMinor()
                : agreement.wholeMinor(line),
            1);
    Frac exact = base.max(Frac.ZERO).times(Frac.of(quota.rate().p(), quota.rate().q()));
    long rounded = exact.floor() + (exact.fraction().compareTo(Frac.of(1, 2)) > 0 ? 1 : 0);
    return Math.min(rounded, quota.capMinor().orElse(Long.MAX_VALUE));
  }

  private void move(
      Event event,
      Cause cause,
      Known known,
      Term term,
      Optional<PartyRef> payer,
      PartyRef receiver,
      long amount) {
    String carrier = event.stamp().sender();
    @Nullable String from =
        payer.isPresent()
            ? NaiveSplit.party(payer.get(), known.line, carrier)
            : remaining().orElse(null);
    @Nullable String to = NaiveSplit.party(receiver, known.line, carrier);
    if (from == null || to == null || amount == 0) {
      return;
    }
    post(event, cause, term.id(), to, amount);
    post(event, cause, term.id(), from, -amount);
    boolean stays = cause == Cause.RETURN || cause == Cause.CANCELLATION;
    String bearer = stays ? from : bearer(term, known.line, to);
    known.moves.add(new Moved(term, from, bearer, amount));
  }

  private void close(Event event) {
    List<String> parties = agreement.parties();
    long missing = 0;
    boolean negative = postings.values().stream().mapToLong(Long::longValue).sum() < 0;
    long[] due = new long[parties.size()];
    List<Frac> parts = new ArrayList<>();
    for (int i = 0; i < due.length; i++) {
      Frac each = drift.getOrDefault(parties.get(i), Frac.ZERO);
      each = negative ? each.negate() : each;
      due[i] = each.floor();
      missing -= due[i];
      parts.add(each.fraction());
    }
    for (; missing > 0; missing--) {
      int best = 0;
      for (int i = 1; i < due.length; i++) {
        best = parts.get(i).compareTo(parts.get(best)) > 0 ? i : best;
      }
      due[best]++;
      parts.set(best, Frac.of(-1, 1));
    }
    for (int i = 0; i < due.length; i++) {
      due[i] = negative ? -due[i] : due[i];
      post(event, Cause.TRUE_UP, "-", parties.get(i), due[i]);
      drift.merge(parties.get(i), Frac.of(-due[i], 1), Frac::plus);
    }
  }

  private void post(Event event, Cause cause, String term, String party, long amount) {
    event.about().ifPresent(line -> memory.fact(line, cause, term, party, amount));
    states.fact(event.about(), party, amount);
    postings.merge(
        event.stamp().id() + " " + cause.word() + " " + term + " " + party, amount, Long::sum);
  }
}
