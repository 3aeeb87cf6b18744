package dev.hefu.settlement.split;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.event.Voucher;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The random world with every party spelled otherwise, so that their alphabet is another. */
final class Renamed {
  private static final Map<String, String> NAMES =
      Map.of("shop", "zulu", "brand", "alpha", "store", "yankee", "carrier", "bravo");

  /** A party's name in a document; not a role and not the name of an attribute in a condition. */
  private static final Pattern NAME =
      Pattern.compile("(?<![$\\w])(shop|brand|store|carrier)\\b(?! (?:!=|==))");

  private Renamed() {}

  static String document(String document) {
    return NAME.matcher(document).replaceAll(match -> name(match.group()));
  }

  private static String name(String name) {
    return NAMES.getOrDefault(name, name);
  }

  static Event of(Event event) {
    Stamp stamp = stamp(event.stamp());
    return switch (event) {
      case Event.LinePaid(_, Line line) -> new Event.LinePaid(stamp, line(line));
      case Event.RefundPaid e ->
          new Event.RefundPaid(
              stamp,
              key(e.line()),
              e.refund(),
              e.amountMinor(),
              e.taxMinor(),
              e.paymentFeeMinor(),
              e.quantity(),
              e.grantedBy() == null ? null : name(e.grantedBy()));
      case Event.IndicatorReported e ->
          new Event.IndicatorReported(
              stamp, e.indicator(), name(e.party()), e.period(), e.valuePpm());
      case Event.LineCancelled e -> new Event.LineCancelled(stamp, key(e.line()), e.outOfStock());
      case Event.ShipmentDispatched e ->
          new Event.ShipmentDispatched(
              stamp, key(e.line()), e.shipment(), e.weightGrams(), e.zone(), e.promised());
      case Event.ShipmentDelivered e ->
          new Event.ShipmentDelivered(
              stamp, key(e.line()), e.shipment(), e.promised(), e.missing());
      case Event.ReturnReceived e ->
          new Event.ReturnReceived(stamp, key(e.line()), e.returned(), e.quantity());
      case Event.PromotionApplied e ->
          new Event.PromotionApplied(stamp, key(e.line()), voucher(e.voucher()));
      case Event.TouchpointRecorded e ->
          new Event.TouchpointRecorded(stamp, key(e.line()), e.token(), e.channel(), e.position());
      case Event.DataDisclosed _, Event.CountedBefore _ -> Restamped.of(event, stamp);
      case Event.TimePassed _, Event.PeriodClosed _, Event.Approved _ -> Restamped.of(event, stamp);
    };
  }

  private static Stamp stamp(Stamp stamp) {
    return new Stamp(
        stamp.time(), stamp.receivedAt(), "/participants/" + name(stamp.sender()), stamp.id());
  }

  private static LineKey key(LineKey key) {
    return new LineKey(name(key.owner()), key.order(), key.line());
  }

  private static Voucher voucher(Voucher voucher) {
    return new Voucher(voucher.code(), name(voucher.fundedBy()), voucher.amountMinor());
  }

  private static Line line(Line line) {
    Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    line.attributes().forEach((attribute, value) -> attributes.put(attribute, name(value)));
    return new Line(
        key(line.key()),
        line.currency(),
        line.priceMinor(),
        line.taxMinor(),
        line.paymentFeeMinor(),
        line.quantity(),
        line.vouchers().stream().map(Renamed::voucher).toList(),
        attributes,
        line.touches(),
        line.rate());
  }
}
