package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where each party's money stands, as the format page says it. */
final class NaiveStates {
  private static final List<State> CLAWED =
      List.of(State.MATURED, State.RESERVED, State.PAYABLE, State.RECEIVABLE);

  private final Agreement agreement;
  private final Map<String, Long> balances = new HashMap<>();
  private final Map<LineKey, Event.LinePaid> lines = new HashMap<>();
  private final Map<LineKey, Instant> delivered = new HashMap<>();
  private final Map<LineKey, Map<String, Long>> waiting = new HashMap<>();
  private final Set<String> matured = new HashSet<>();
  private final List<Held> held = new ArrayList<>();

  /** An amount in reserve; the release is empty for a holdback. */
  private static final class Held {
    final String party;
    final Optional<Instant> release;
    long amount;

    Held(String party, Optional<Instant> release, long amount) {
      this.party = party;
      this.release = release;
      this.amount = amount;
    }
  }

  NaiveStates(Agreement agreement) {
    this.agreement = agreement;
  }

  long balance(String party, State state) {
    return balances.getOrDefault(party + state, 0L);
  }

  void sold(Event.LinePaid paid) {
    lines.put(paid.line().key(), paid);
  }

  void delivered(Event.ShipmentDelivered event) {
    delivered.putIfAbsent(event.line(), event.stamp().time());
  }

  void fact(Optional<LineKey> line, String party, long amount) {
    add(party, State.ACCRUED, amount);
    if (line.isPresent()
        && maturity(line.get(), party).isPresent()
        && !matured.contains(line.get() + party)) {
      waiting.computeIfAbsent(line.get(), _ -> new HashMap<>()).merge(party, amount, Long::sum);
    }
  }

  void passed(Instant now) {
    mature(now);
    for (String party : agreement.parties()) {
      fill(party, State.ACCRUED, CLAWED);
      release(party, now);
    }
  }

  void closed(LocalDate after) {
    Instant now = after.atStartOfDay(agreement.zone()).toInstant();
    mature(now);
    for (String party : agreement.parties()) {
      long waits = waiting.values().stream().mapToLong(each -> each.getOrDefault(party, 0L)).sum();
      long free = balance(party, State.ACCRUED) - waits;
      if (free > 0) {
        move(party, State.ACCRUED, State.MATURED, free);
      }
      fill(party, State.ACCRUED, CLAWED);
      fill(party, State.MATURED, CLAWED.subList(1, CLAWED.size()));
      pay(party, now);
      release(party, now);
    }
  }

  private Optional<Holding.Maturity> maturity(LineKey line, String party) {
    for (Term term : agreement.terms()) {
      Event.LinePaid paid = java.util.Objects.requireNonNull(lines.get(line));
      if (term.rule() instanceof Holding.Maturity rule
          && NaiveCondition.applies(term, paid.line())
          && (rule.parties().isEmpty() || rule.parties().contains(party))) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private void mature(Instant now) {
    lines.forEach(
        (line, paid) -> {
          for (String party : agreement.parties()) {
            Optional<Holding.Maturity> rule = maturity(line, party);
            Instant from =
                rule.map(Holding.Maturity::afterDelivery).orElse(false)
                    ? delivered.get(line)
                    : paid.stamp().time();
            if (rule.isPresent()
                && from != null
                && !from.plus(Duration.ofDays(rule.get().days())).isAfter(now)
                && matured.add(line + party)) {
              Long amount = waiting.getOrDefault(line, new HashMap<>()).remove(party);
              move(party, State.ACCRUED, State.MATURED, amount == null ? 0 : amount);
            }
          }
        });
  }

  private void fill(String party, State gap, List<State> from) {
    for (State state : from) {
      long missing = -balance(party, gap);
      boolean last = state == State.RECEIVABLE;
      long amount = last ? missing : Math.min(missing, Math.max(0, balance(party, state)));
      if (amount > 0) {
        move(party, state, gap, amount);
        if (state == State.RESERVED) {
          take(party, amount);
        }
      }
    }
  }

  private void take(String party, long amount) {
    for (long cent = 0; cent < amount; cent++) {
      held.stream()
          .filter(each -> each.party.equals(party) && each.amount > 0)
          .findFirst()
          .orElseThrow()
          .amount--;
    }
  }

  private void pay(String party, Instant now) {
    long gain = balance(party, State.MATURED);
    long owed = Math.min(gain, -balance(party, State.RECEIVABLE));
    move(party, State.MATURED, State.RECEIVABLE, owed);
    long left = gain - owed;
    long all = left;
    for (Term term : agreement.terms()) {
      if (term.rule() instanceof Holding.Reserve rule && rule.party().equals(party)) {
        long part =
            Math.min(
                left, Frac.of(all, 1).times(Frac.of(rule.rate().p(), rule.rate().q())).floor());
        hold(party, Optional.of(now.plus(Duration.ofDays(rule.days()))), part);
        left -= part;
      } else if (term.rule() instanceof Holding.Holdback rule
          && rule.party().equals(party)
          && !ended(now)) {
        long has =
            held.stream()
                .filter(each -> each.party.equals(party) && each.release.isEmpty())
                .mapToLong(each -> each.amount)
                .sum();
        long part = Math.min(left, rule.amountMinor() - has);
        hold(party, Optional.empty(), part);
        left -= part;
      }
    }
    move(party, State.MATURED, State.PAYABLE, left);
  }

  private void hold(String party, Optional<Instant> release, long amount) {
    move(party, State.MATURED, State.RESERVED, amount);
    held.add(new Held(party, release, amount));
  }

  private void release(String party, Instant now) {
    for (Held each : held) {
      boolean due = each.release.map(at -> !at.isAfter(now)).orElseGet(() -> ended(now));
      if (due && each.party.equals(party)) {
        long owed = Math.min(each.amount, -balance(party, State.RECEIVABLE));
        move(party, State.RESERVED, State.RECEIVABLE, owed);
        move(party, State.RESERVED, State.PAYABLE, each.amount - owed);
        each.amount = 0;
      }
    }
  }

  private boolean ended(Instant now) {
    LocalDate day = now.atZone(agreement.zone()).toLocalDate();
    return agreement.until().map(until -> !until.isAfter(day)).orElse(false);
  }

  private void move(String party, State from, State to, long amount) {
    add(party, from, -amount);
    add(party, to, amount);
  }

  private void add(String party, State state, long amount) {
    balances.merge(party + state, amount, Long::sum);
  }
}
