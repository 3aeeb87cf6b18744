package dev.hefu.settlement.split;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Stamp;

/** The same event under another stamp. */
final class Restamped {
  private Restamped() {}

  static Event of(Event event, Stamp stamp) {
    return switch (event) {
      case Event.LinePaid e -> new Event.LinePaid(stamp, e.line());
      case Event.LineCancelled e -> new Event.LineCancelled(stamp, e.line(), e.outOfStock());
      case Event.ShipmentDispatched e ->
          new Event.ShipmentDispatched(
              stamp, e.line(), e.shipment(), e.weightGrams(), e.zone(), e.promised());
      case Event.ShipmentDelivered e ->
          new Event.ShipmentDelivered(stamp, e.line(), e.shipment(), e.promised(), e.missing());
      case Event.ReturnReceived e ->
          new Event.ReturnReceived(stamp, e.line(), e.returned(), e.quantity());
      case Event.RefundPaid e ->
          new Event.RefundPaid(
              stamp,
              e.line(),
              e.refund(),
              e.amountMinor(),
              e.taxMinor(),
              e.paymentFeeMinor(),
              e.quantity(),
              e.grantedBy());
      case Event.PromotionApplied e -> new Event.PromotionApplied(stamp, e.line(), e.voucher());
      case Event.TouchpointRecorded e ->
          new Event.TouchpointRecorded(stamp, e.line(), e.token(), e.channel(), e.position());
      case Event.IndicatorReported e ->
          new Event.IndicatorReported(stamp, e.indicator(), e.party(), e.period(), e.valuePpm());
      case Event.DataDisclosed e ->
          new Event.DataDisclosed(
              stamp, e.exchange(), e.provider(), e.consumer(), e.dataset(), e.cells());
      case Event.CountedBefore e -> new Event.CountedBefore(stamp, e.counts());
      case Event.TimePassed _ -> new Event.TimePassed(stamp);
      case Event.PeriodClosed e -> new Event.PeriodClosed(stamp, e.period());
      case Event.Approved e -> new Event.Approved(stamp, e.told(), e.again());
    };
  }
}
