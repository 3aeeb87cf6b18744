package dev.hefu.settlement.cases;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.proof.Continuation;
import dev.hefu.settlement.split.Explained;
import dev.hefu.settlement.split.Settled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A case settled: one book per agreement, each over the events of its lines. */
final class CaseBooks {
  private final List<Book> books = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>();
  private final Map<String, String> details = new HashMap<>();

  private CaseBooks() {}

  /** What one event gave one party by one term, net. */
  record Amount(String event, int version, String term, String party, long amountMinor) {}

  /** Sorts events to agreements as the inbox does, and settles each agreement. */
  static CaseBooks settle(CaseFile.Case each) {
    CaseBooks books = new CaseBooks();
    Map<Agreement, List<Event>> events = books.sorted(each);
    Map<String, List<Event.CountedBefore>> handedOn = new HashMap<>();
    for (Agreement agreement : inOrder(each.versions())) {
      List<Event> own = new ArrayList<>(events.getOrDefault(agreement, List.of()));
      if (agreement.continues()) {
        own.addAll(handedOn.getOrDefault(agreement.name(), List.of()));
      }
      Set<String> continued =
          each.versions().stream()
              .filter(other -> follows(agreement, other))
              .findFirst()
              .map(next -> Continuation.terms(agreement, next))
              .orElse(Set.of());
      Book book = Book.settle(Program.of(agreement, continued), own);
      handedOn.put(agreement.name(), book.settled().handedOn());
      books.add(book);
    }
    return books;
  }

  /** Whether one is the next version of the other. */
  static boolean follows(Agreement before, Agreement next) {
    return next.name().equals(before.name()) && next.version() == before.version() + 1;
  }

  private static List<Agreement> inOrder(List<Agreement> versions) {
    return versions.stream().sorted(Comparator.comparingInt(Agreement::version)).toList();
  }

  private void add(Book book) {
    books.add(book);
    for (Settled.Unsettled each : book.settled().unsettled()) {
      reasons.put(each.event().stamp().id(), each.problem().code());
    }
  }

  private Map<Agreement, List<Event>> sorted(CaseFile.Case each) {
    List<Event> fresh = fresh(each.told());
    Map<LineKey, Agreement> ofLine = new HashMap<>();
    for (Event event : fresh) {
      if (event.told() instanceof Event.LinePaid paid) {
        each.versions().stream()
            .filter(version -> version.inForceAt(paid.stamp().time()))
            .filter(version -> version.selects().selects(paid.line()))
            .findFirst()
            .ifPresentOrElse(
                version -> ofLine.putIfAbsent(paid.line().key(), version),
                () -> reasons.put(paid.stamp().id(), "agreement-unknown"));
      }
    }
    Map<Agreement, List<Event>> events = new LinkedHashMap<>();
    for (Event event : fresh) {
      Optional<LineKey> line = event.about();
      List<Agreement> of =
          line.isEmpty()
              ? each.versions()
              : Optional.ofNullable(ofLine.get(line.get())).map(List::of).orElse(List.of());
      of.forEach(version -> events.computeIfAbsent(version, _ -> new ArrayList<>()).add(event));
      if (of.isEmpty()) {
        reasons.putIfAbsent(event.stamp().id(), "line-unknown");
      }
    }
    return events;
  }

  /** Without refused events and repetitions. */
  private List<Event> fresh(List<CaseFile.Told> told) {
    List<Event> fresh = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (CaseFile.Told each : told) {
      switch (each) {
        case CaseFile.Told.Refused(String id, String reason, String detail) -> {
          reasons.put(id, reason);
          details.put(id, detail);
        }
        case CaseFile.Told.Good(String id, Event event) -> {
          if (seen.add(event.told().stamp().source() + " " + id)) {
            fresh.add(event);
          } else {
            reasons.put(id, "duplicate");
          }
        }
      }
    }
    return fresh;
  }

  List<Book> books() {
    return books;
  }

  /** Why events are not settled, by their id. */
  Map<String, String> reasons() {
    return reasons;
  }

  /** What else the sender of a refused event is told; empty for the others. */
  String detail(String event) {
    return details.getOrDefault(event, "");
  }

  List<Amount> amounts() {
    List<Amount> amounts = new ArrayList<>();
    books.forEach(book -> amounts.addAll(book.amounts()));
    return amounts;
  }

  Map<String, Long> given(String event, OptionalInt version) {
    Map<String, Long> given = new TreeMap<>();
    for (Amount each : amounts()) {
      if (each.event().equals(event)
          && (version.isEmpty() || version.getAsInt() == each.version())) {
        given.merge(each.term() + " " + each.party(), each.amountMinor(), Long::sum);
      }
    }
    given.values().removeIf(sum -> sum == 0);
    return given;
  }

  Map<String, Long> balances() {
    Map<String, Long> balances = new TreeMap<>();
    for (Book book : books) {
      List<String> parties = book.program().agreement().parties();
      for (int rank = 0; rank < parties.size(); rank++) {
        for (State state : State.values()) {
          String key = parties.get(rank) + " " + state.name().toLowerCase(java.util.Locale.ROOT);
          balances.merge(key, book.settled().carry().balance(rank, state), Long::sum);
        }
      }
    }
    balances.values().removeIf(sum -> sum == 0);
    return balances;
  }

  Optional<Explained> explained(String event, String term, String party) {
    for (Book book : books) {
      List<String> parties = book.program().agreement().parties();
      for (Entry entry : book.settled().entries()) {
        for (int place = 0; place < entry.postings().size(); place++) {
          Posting posting = entry.postings().get(place);
          if (entry.event().id().equals(event)
              && posting.party() == parties.indexOf(party)
              && posting.party() >= 0
              && book.term(posting, entry).equals(term)) {
            return book.explained(entry, place);
          }
        }
      }
    }
    return Optional.empty();
  }
}
