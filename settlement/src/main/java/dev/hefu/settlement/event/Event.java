package dev.hefu.settlement.event;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A commerce fact about one line, or a fact that no line is needed for. */
public sealed interface Event extends Serializable {
  /** The canonical order: by stamp; what the version before counted comes first. */
  Comparator<Event> ORDER =
      Comparator.comparing(Event::stamp)
          .thenComparing(event -> event instanceof CountedBefore ? 0 : 1);

  Stamp stamp();

  /** The line it is about; empty for those of the last kinds. */
  default Optional<LineKey> about() {
    return Optional.empty();
  }

  /** What was told: of an approved event the one that was received, else the event itself. */
  default Event told() {
    return this;
  }

  /** The customer paid for a line. */
  record LinePaid(Stamp stamp, Line line) implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line.key());
    }
  }

  /** What is not yet refunded of a line is taken back, perhaps for want of stock. */
  record LineCancelled(Stamp stamp, LineKey line, boolean outOfStock) implements Event {
    /** For any other reason. */
    public LineCancelled(Stamp stamp, LineKey line) {
      this(stamp, line, false);
    }

    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /** A carrier took a shipment of a line over. The zone is empty if the table needs none. */
  record ShipmentDispatched(
      Stamp stamp,
      LineKey line,
      String shipment,
      long weightGrams,
      String zone,
      @Nullable Instant promised)
      implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /**
   * A carrier delivered a shipment of a line at the event's time.
   *
   * @param missing pieces that the shipment lacked
   */
  record ShipmentDelivered(
      Stamp stamp, LineKey line, String shipment, @Nullable Instant promised, int missing)
      implements Event {
    /** In full. */
    public ShipmentDelivered(
        Stamp stamp, LineKey line, String shipment, @Nullable Instant promised) {
      this(stamp, line, shipment, promised, 0);
    }

    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /** Pieces came back. */
  record ReturnReceived(Stamp stamp, LineKey line, String returned, int quantity) implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /**
   * The customer got money back.
   *
   * @param taxMinor contained in the amount
   * @param paymentFeeMinor contained in the amount
   * @param quantity pieces it is for; 0 if nothing came back
   * @param grantedBy who bears what goes beyond the line; null for the default
   */
  record RefundPaid(
      Stamp stamp,
      LineKey line,
      String refund,
      long amountMinor,
      long taxMinor,
      long paymentFeeMinor,
      int quantity,
      @Nullable String grantedBy)
      implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /** A voucher of a line, told apart from its payment. */
  record PromotionApplied(Stamp stamp, LineKey line, Voucher voucher) implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /** A contact that may have led to the line. The token is of an exchange or campaign. */
  record TouchpointRecorded(Stamp stamp, LineKey line, String token, String channel, int position)
      implements Event {
    @Override
    public Optional<LineKey> about() {
      return Optional.of(line);
    }
  }

  /** A measured ratio of a party in a period, in millionths. */
  record IndicatorReported(
      Stamp stamp, String indicator, String party, String period, long valuePpm) implements Event {}

  /** Data left for a consumer: the base of fees per disclosure. */
  record DataDisclosed(
      Stamp stamp, String exchange, String provider, String consumer, String dataset, int cells)
      implements Event {}

  /**
   * What an event of the version before counted in windows that this version goes on with; it comes
   * right before what this version makes of the same moment.
   *
   * @param stamp of the event that it counted
   */
  record CountedBefore(Stamp stamp, List<Count> counts) implements Event {
    /** Copies. */
    public CountedBefore {
      counts = List.copyOf(counts);
    }
  }

  /**
   * A change of a counter.
   *
   * @param term the id of the term with memory
   * @param window its first day
   * @param volume by which the net volume changed
   * @param postedMinor by which what was posted changed
   */
  record Count(String term, LocalDate window, long volume, long postedMinor)
      implements Serializable {}

  /**
   * Parties of the agreement approved that an event is settled which waited for a person: it came
   * too late, or contradicts an earlier one. It counts from the stamp's time on, as what it tells.
   *
   * @param told as it was received
   * @param again whether they saw that it was told before under another event; if they did not, it
   *     waits for that
   */
  record Approved(Stamp stamp, Event told, boolean again) implements Event {
    /** Of an event whose parties saw everything. */
    public Approved(Stamp stamp, Event told) {
      this(stamp, told, true);
    }

    /** Whether an event can be settled after the events that followed it: it adds to its line. */
    public static boolean canBe(Event told) {
      return switch (told) {
        case LinePaid _, LineCancelled _, ShipmentDispatched _, ShipmentDelivered _ -> true;
        case ReturnReceived _, RefundPaid _ -> true;
        case PromotionApplied _, TouchpointRecorded _, IndicatorReported _ -> false;
        case DataDisclosed _, CountedBefore _, TimePassed _, PeriodClosed _, Approved _ -> false;
      };
    }

    @Override
    public Optional<LineKey> about() {
      return told.about();
    }
  }

  /** The runner's clock reached the stamp's time. */
  record TimePassed(Stamp stamp) implements Event {}

  /** The runner closes a period, {@code YYYY-MM}. */
  record PeriodClosed(Stamp stamp, String period) implements Event {}
}
