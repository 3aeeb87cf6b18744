package dev.hefu.gateway.demo.world;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Makes an order line of a row of sales and the return that belongs to it. */
final class LineReader {
  /** Where TPC-DS leaves the time of day open. */
  private static final LocalTime NOON = LocalTime.NOON;

  private static final LocalTime MORNING = LocalTime.of(8, 0);

  private final Map<Integer, Item> items;

  LineReader(Map<Integer, Item> items) {
    this.items = items;
  }

  /** Empty if a key of the line is NULL. */
  Optional<Line> read(Channel channel, Row row, Optional<Row> returned) {
    if (!row.hasAll(channel.keys)) {
      return Optional.empty();
    }
    Item item = items.get(row.number(channel.item));
    if (item == null) {
      return Optional.empty();
    }
    int order = row.number(channel.order);
    int quantity = row.number(channel.quantity);
    return Optional.of(
        new Line(
            channel,
            seller(channel, row, order),
            channel.code() + "-" + order,
            Integer.toString(item.key()),
            item.brand(),
            item.sku(),
            item.group(),
            row.number(channel.customer),
            soldAt(channel, row),
            quantity,
            row.minor(channel.amount),
            shipment(channel, row, item.grams(quantity)),
            returned
                .filter(back -> back.hasAll(channel.returns))
                .map(back -> cameBack(channel, back))));
  }

  private static String seller(Channel channel, Row row, int order) {
    return switch (channel) {
      case STORE -> Cast.shop(row.number("ss_store_sk"), order);
      case WEB, CATALOGUE -> Cast.MARKETPLACE;
    };
  }

  private static Instant soldAt(Channel channel, Row row) {
    LocalTime time =
        row.find(channel.soldSecond)
            .map(second -> LocalTime.ofSecondOfDay(Integer.parseInt(second)))
            .orElse(NOON);
    return at(row.day(channel.soldDay), time);
  }

  private static Optional<Line.Shipment> shipment(Channel channel, Row row, int grams) {
    return switch (channel) {
      case STORE -> Optional.empty();
      case WEB, CATALOGUE -> {
        int mode = row.number(channel.places.getFirst());
        Instant dispatched = at(row.day(channel.places.getLast()), MORNING);
        Duration underWay = Duration.ofDays(1 + mode % 3);
        yield Optional.of(
            new Line.Shipment(Cast.carrier(mode), dispatched, dispatched.plus(underWay), grams));
      }
    };
  }

  private static Line.Return cameBack(Channel channel, Row back) {
    return new Line.Return(
        at(back.day(channel.returns.get(0)), NOON),
        back.number(channel.returns.get(1)),
        back.minor(channel.returns.get(2)));
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return day.atTime(time).toInstant(ZoneOffset.UTC);
  }
}
