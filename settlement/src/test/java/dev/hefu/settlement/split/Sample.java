package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A random valid agreement and events under it, in canonical order. */
record Sample(String document, Agreement agreement, List<Event> events) {
  static Optional<Sample> of(long seed, Chance.Size size) {
    Chance chance = new Chance(seed, size);
    return chance
        .agreement()
        .map(agreement -> new Sample(chance.document(), agreement, chance.events()));
  }

  /** The same agreement with other events. */
  Sample with(List<Event> others) {
    return new Sample(document, agreement, others);
  }

  /**
   * An event, and the vouchers and contacts that are told at the very moment of it but stand behind
   * it: they count for a payment, so nobody parts them from it.
   */
  List<Event> moment(int index) {
    List<Event> moment = new ArrayList<>();
    moment.add(events.get(index));
    for (Event later : events.subList(index + 1, events.size())) {
      if (later.stamp().time().equals(moment.getFirst().stamp().time()) && Told.apart(later)) {
        moment.add(later);
      }
    }
    return moment;
  }

  Program program() {
    return Program.of(agreement);
  }

  /** For whoever reads what broke a law. */
  @Override
  public String toString() {
    return "\n"
        + document
        + events.stream().map(Event::toString).collect(Collectors.joining("\n"))
        + "\n";
  }
}
