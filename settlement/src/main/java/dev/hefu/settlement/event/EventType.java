package dev.hefu.settlement.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.ParticipantKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of each type of event, and who may tell it. */
final class EventType {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern REASON = Pattern.compile("out-of-stock|other");
  private static final Pattern RATE = Pattern.compile("[0-9.]{1,20}");
  private static final Pattern KIND = Pattern.compile(String.join("|", Line.KINDS));
  private static final Pattern PERIOD = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

  /** 100 tonnes: no single shipment of a shop is heavier. */
  private static final long MAX_GRAMS = 100_000_000;

  private static final int MAX_POSITION = 1_000;
  private static final int MAX_CELLS = 1_000;

  /** Ratios up to 1000 : 1. */
  private static final long MAX_PPM = 1_000_000_000L;

  private EventType() {}

  /** The event, or null if the type is unknown; the caller checks the members' fault first. */
  static @Nullable Event read(String type, Members data, Stamp stamp) {
    return switch (type) {
      case "order.line.paid" -> paid(data, stamp);
      case "order.line.cancelled" ->
          new Event.LineCancelled(
              stamp, line(data), data.optional("reason", REASON).equals("out-of-stock"));
      case "shipment.dispatched" ->
          new Event.ShipmentDispatched(
              stamp,
              line(data),
              data.text("shipment", Members.ID),
              data.integer("weightGrams", 1, MAX_GRAMS),
              data.optional("zone", Members.WORD),
              data.optionalInstant("promised"));
      case "shipment.delivered" ->
          new Event.ShipmentDelivered(
              stamp,
              line(data),
              data.text("shipment", Members.ID),
              data.optionalInstant("promised"),
              (int) data.optional("missing", 0, Line.MAX_QUANTITY));
      case "return.received" ->
          new Event.ReturnReceived(
              stamp, line(data), data.text("return", Members.ID), quantity(data, 1));
      case "refund.paid" -> refund(data, stamp);
      case "promotion.applied" -> new Event.PromotionApplied(stamp, line(data), voucher(data));
      case "touchpoint.recorded" ->
          new Event.TouchpointRecorded(
              stamp,
              line(data),
              data.text("token", Members.ID),
              data.text("channel", Members.WORD),
              (int) data.integer("position", 1, MAX_POSITION));
      case "indicator.reported" ->
          new Event.IndicatorReported(
              stamp,
              data.text("indicator", Members.ID),
              data.text("party", Members.PARTICIPANT),
              data.text("period", PERIOD),
              data.integer("valuePpm", 0, MAX_PPM));
      case "data.disclosed" ->
          new Event.DataDisclosed(
              stamp,
              data.text("exchange", Members.ID),
              data.text("provider", Members.PARTICIPANT),
              data.text("consumer", Members.PARTICIPANT),
              data.text("dataset", Members.ID),
              (int) data.integer("cells", 0, MAX_CELLS));
      default -> null;
    };
  }

  /** Whether this sender is the one kind of participant that knows it. */
  static boolean authoritative(Event event, String sender, ParticipantKind kind) {
    return switch (event) {
      case Event.LinePaid(_, Line line) -> line.key().owner().equals(sender);
      case Event.LineCancelled(_, LineKey line, _) -> line.owner().equals(sender);
      case Event.RefundPaid refund -> refund.line().owner().equals(sender);
      case Event.PromotionApplied applied -> applied.line().owner().equals(sender);
      case Event.ShipmentDispatched _, Event.ShipmentDelivered _ -> kind == ParticipantKind.CARRIER;
      case Event.ReturnReceived returned ->
          returned.line().owner().equals(sender)
              || kind == ParticipantKind.STORE
              || kind == ParticipantKind.CARRIER;
      case Event.TouchpointRecorded _, Event.IndicatorReported _ -> true;
      case Event.DataDisclosed _, Event.CountedBefore _ -> false;
      case Event.TimePassed _, Event.PeriodClosed _, Event.Approved _ -> false;
    };
  }

  private static Event paid(Members data, Stamp stamp) {
    LineKey key = line(data);
    Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    attributes.put(Attribute.SELLER, key.owner());
    for (Attribute attribute : Attribute.values()) {
      if (attribute != Attribute.SELLER && data.has(attribute.word())) {
        Pattern form = attribute == Attribute.KIND ? KIND : Members.WORD;
        attributes.put(attribute, data.text(attribute.word(), form));
      }
    }
    attributes.putIfAbsent(Attribute.KIND, "goods");
    String currency = data.text("currency", CURRENCY);
    long price = amount(data, "priceMinor");
    long tax = data.optional("taxMinor", 0, Line.MAX_AMOUNT_MINOR);
    long fee = data.optional("paymentFeeMinor", 0, Line.MAX_AMOUNT_MINOR);
    int quantity = quantity(data, 1);
    List<Voucher> vouchers = vouchers(data);
    long paid = price - vouchers.stream().mapToLong(Voucher::amountMinor).sum();
    if (paid < 0 || tax > paid || fee > paid) {
      data.fail("priceMinor", "less vouchers is " + paid + ", below zero, tax or payment fee");
      return new Event.LineCancelled(stamp, key);
    }
    return new Event.LinePaid(
        stamp,
        new Line(
            key, currency, price, tax, fee, quantity, vouchers, attributes, List.of(), rate(data)));
  }

  private static @Nullable ExchangeRate rate(Members data) {
    if (!data.has("rate")) {
      return null;
    }
    Optional<ExchangeRate> rate = ExchangeRate.of(data.text("rate", RATE));
    if (rate.isEmpty()) {
      data.fail("rate", "must be above 0, with at most six significant figures");
    }
    return rate.orElse(null);
  }

  private static List<Voucher> vouchers(Members data) {
    List<Voucher> vouchers = new ArrayList<>();
    if (data.has("vouchers")) {
      JsonNode array = data.node("vouchers");
      if (!array.isArray() || array.size() > Line.MAX_VOUCHERS) {
        data.fail("vouchers", "must be an array of at most " + Line.MAX_VOUCHERS);
        return List.of();
      }
      for (int i = 0; i < array.size(); i++) {
        Members each = new Members(array.get(i), "/vouchers/" + i);
        vouchers.add(voucher(each));
        data.include(each);
      }
    }
    return vouchers;
  }

  private static Voucher voucher(Members data) {
    return new Voucher(
        data.text("code", Members.ID),
        data.text("fundedBy", Members.PARTICIPANT),
        amount(data, "amountMinor"));
  }

  private static Event refund(Members data, Stamp stamp) {
    long amount = amount(data, "amountMinor");
    return new Event.RefundPaid(
        stamp,
        line(data),
        data.text("refund", Members.ID),
        amount,
        data.optional("taxMinor", 0, amount),
        data.optional("paymentFeeMinor", 0, amount),
        quantity(data, 0),
        data.has("grantedBy") ? data.text("grantedBy", Members.PARTICIPANT) : null);
  }

  private static LineKey line(Members data) {
    Members order = data.object("order");
    String owner = order.text("owner", Members.PARTICIPANT);
    String id = order.text("id", Members.ID);
    data.include(order);
    return new LineKey(owner, id, data.text("line", Members.ID));
  }

  private static long amount(Members data, String name) {
    return data.integer(name, 0, Line.MAX_AMOUNT_MINOR);
  }

  private static int quantity(Members data, int min) {
    return (int) data.integer("quantity", min, Line.MAX_QUANTITY);
  }
}
