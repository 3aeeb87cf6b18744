package dev.hefu.settlement.split;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Touch;
import dev.hefu.settlement.event.Voucher;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is told of lines apart from their payment: vouchers and contacts. */
final class Told {
  private final Program program;
  private final Map<LineKey, List<Event>> apart = new HashMap<>();

  /** Of all events that are settled together; late ones wait. */
  Told(Program program, List<Event> events) {
    this.program = program;
    for (Event event : events) {
      if (apart(event) && event.stamp().lateness().compareTo(Settle.ON_TIME) <= 0) {
        apart.computeIfAbsent(event.about().orElseThrow(), _ -> new ArrayList<>()).add(event);
      }
    }
  }

  /** Whether an event adds to its line what counts at the payment already. */
  static boolean apart(Event event) {
    return event instanceof Event.PromotionApplied || event instanceof Event.TouchpointRecorded;
  }

  /**
   * The line with all that was told of it up to its payment.
   *
   * @param waiting events that were settled before the line was known
   * @return empty if vouchers exceed what is left of the price
   */
  Optional<Line> complete(Event.LinePaid paid, List<Event> waiting) {
    Line line = paid.line();
    Set<Event> all = new LinkedHashSet<>(apart.getOrDefault(line.key(), List.of()));
    all.addAll(waiting);
    List<Voucher> vouchers = new ArrayList<>();
    List<Touch> touches = new ArrayList<>();
    for (Event event : all) {
      if (!event.stamp().time().isAfter(paid.stamp().time())) {
        if (event instanceof Event.PromotionApplied applied) {
          vouchers.add(applied.voucher());
        } else if (event instanceof Event.TouchpointRecorded touch) {
          touches.add(touch(touch, paid));
        }
      }
    }
    Optional<Line> priced = priced(line, vouchers);
    return program.contributes() && !touches.isEmpty()
        ? priced.map(each -> each.after(Weights.counted(program, touches)))
        : priced;
  }

  private static Optional<Line> priced(Line line, List<Voucher> vouchers) {
    long sum = vouchers.stream().mapToLong(Voucher::amountMinor).sum();
    long left = line.paidMinor() - sum;
    if (left < Math.max(line.taxMinor(), line.paymentFeeMinor())
        || line.vouchers().size() + vouchers.size() > Line.MAX_VOUCHERS) {
      return Optional.empty();
    }
    Line priced = line;
    for (Voucher voucher : vouchers) {
      priced = priced.with(voucher);
    }
    return Optional.of(priced);
  }

  private static Touch touch(Event.TouchpointRecorded event, Event.LinePaid paid) {
    Duration before = Duration.between(event.stamp().time(), paid.stamp().time());
    return new Touch(event.stamp().sender(), event.position(), before);
  }
}
