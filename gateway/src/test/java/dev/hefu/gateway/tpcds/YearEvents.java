package dev.hefu.gateway.tpcds;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.event.Voucher;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events that rows of TPC-DS's sales of a year tell, with what is shipped and comes back until
 * half a year after it.
 */
final class YearEvents {
  private static final int MONTHS = 18;

  final int year;
  final List<YearMonth> months;
  final List<Event> events = new ArrayList<>();
  int lines;

  YearEvents(int year) {
    this.year = year;
    this.months = IntStream.range(0, MONTHS).mapToObj(YearMonth.of(year, 1)::plusMonths).toList();
  }

  /** A channel's tables, and what its columns are called. */
  enum Channel {
    STORE(Table.STORE_SALES, "ss", "ss_ticket_number", "sr", "sr_return_amt"),
    WEB(Table.WEB_SALES, "ws", "ws_order_number", "wr", "wr_return_amt"),
    CATALOGUE(Table.CATALOG_SALES, "cs", "cs_order_number", "cr", "cr_return_amount");

    final Table sales;
    private final String prefix;
    private final String order;
    private final String backPrefix;
    private final String refund;

    @SuppressWarnings("ImmutableEnumChecker") // Filled once, by the constructor.
    private final Map<String, Integer> positions = new HashMap<>();

    Channel(Table sales, String prefix, String order, String backPrefix, String refund) {
      this.sales = sales;
      this.prefix = prefix;
      this.order = order;
      this.backPrefix = backPrefix;
      this.refund = refund;
      for (Table table : List.of(sales, sales.getChild())) {
        for (Column column : table.getColumns()) {
          positions.put(column.getName(), column.getPosition());
        }
      }
    }

    private @Nullable String value(List<String> row, String column) {
      return row.get(Objects.requireNonNull(positions.get(column), column));
    }
  }

  /** Whether a sale is of the year. */
  boolean isOfYear(Channel channel, List<String> row) {
    String day = channel.value(row, channel.prefix + "_sold_date_sk");
    return day != null && day(day).getYear() == year;
  }

  /** Adds what a sale and its return tell, unless a part of it is unknown. */
  void add(Channel channel, List<String> row, Optional<List<String>> returned) {
    String place =
        channel.value(
            row, channel.prefix + (channel == Channel.STORE ? "_store_sk" : "_ship_mode_sk"));
    String item = Objects.requireNonNull(channel.value(row, channel.prefix + "_item_sk"));
    String order = Objects.requireNonNull(channel.value(row, channel.order));
    String quantity = channel.value(row, channel.prefix + "_quantity");
    String price = channel.value(row, channel.prefix + "_ext_sales_price");
    String coupon = channel.value(row, channel.prefix + "_coupon_amt");
    String shipped =
        channel == Channel.STORE ? "" : channel.value(row, channel.prefix + "_ship_date_sk");
    if (place == null || quantity == null || price == null || coupon == null || shipped == null) {
      return;
    }
    if (minor(price) < minor(coupon)) {
      return;
    }
    lines++;
    int pieces = Integer.parseInt(quantity);
    String word = channel.name().toLowerCase(java.util.Locale.ROOT);
    Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    attributes.put(Attribute.CHANNEL, word);
    String owner = "marketplace";
    if (channel == Channel.STORE) {
      owner = "shop-" + (1 + 2 * (Integer.parseInt(place) % 2) + Long.parseLong(order) % 2);
      attributes.put(Attribute.STORE, owner);
    }
    attributes.put(Attribute.SELLER, owner);
    LineKey key = new LineKey(owner, word + "-" + order, item);
    List<Voucher> vouchers =
        minor(coupon) == 0 ? List.of() : List.of(new Voucher("C", "brand", minor(coupon)));
    LocalDate soldOn =
        day(Objects.requireNonNull(channel.value(row, channel.prefix + "_sold_date_sk")));
    String second = channel.value(row, channel.prefix + "_sold_time_sk");
    Instant time = at(soldOn, second == null ? 0 : Integer.parseInt(second));
    events.add(
        new Event.LinePaid(
            stamp(time, owner, "paid-" + key.text()),
            new Line(key, "USD", minor(price), 0, 0, pieces, vouchers, attributes)));
    if (channel != Channel.STORE) {
      ship(key, place, day(shipped), (long) pieces * (100 + Integer.parseInt(item) % 400));
    }
    returned.ifPresent(back -> refund(channel, key, back));
  }

  private void ship(LineKey key, String mode, LocalDate day, long grams) {
    if (months.contains(YearMonth.from(day))) {
      String carrier = "carrier-" + (1 + Integer.parseInt(mode) % 4);
      events.add(
          new Event.ShipmentDispatched(
              stamp(at(day, 86_000), carrier, "out-" + key.text()), key, "s", grams, "", null));
    }
  }

  private void refund(Channel channel, LineKey key, List<String> back) {
    String day = channel.value(back, channel.backPrefix + "_returned_date_sk");
    String pieces = channel.value(back, channel.backPrefix + "_return_quantity");
    String amount = channel.value(back, channel.refund);
    if (day != null
        && pieces != null
        && amount != null
        && months.contains(YearMonth.from(day(day)))) {
      events.add(
          new Event.RefundPaid(
              stamp(at(day(day), 86_100), key.owner(), "back-" + key.text()),
              key,
              "f",
              minor(amount),
              0,
              0,
              Integer.parseInt(pieces),
              null));
    }
  }

  /** The close of a month, after all that happened in it. */
  static Event.PeriodClosed close(YearMonth month) {
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new Event.PeriodClosed(
        stamp(end.minusNanos(1_000), "hefu", "close-" + month), month.toString());
  }

  private static Stamp stamp(Instant time, String sender, String id) {
    return new Stamp(time, time, "/participants/" + sender, id);
  }

  private static LocalDate day(String julian) {
    return LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, Long.parseLong(julian));
  }

  private static Instant at(LocalDate day, int second) {
    return day.atTime(LocalTime.ofSecondOfDay(second)).toInstant(ZoneOffset.UTC);
  }

  private static long minor(String amount) {
    return new BigDecimal(amount).movePointRight(2).longValueExact();
  }

  /** All channels. */
  static Stream<Channel> channels() {
    return Stream.of(Channel.values());
  }
}
