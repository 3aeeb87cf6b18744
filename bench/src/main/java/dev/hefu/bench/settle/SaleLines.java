package dev.hefu.bench.settle;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sales of TPC-DS as paid lines, each other than the next, as the generator makes them: shops,
 * then catalogue, then web. A NULL quantity is one piece, a NULL amount nothing, a NULL day the
 * first.
 */
final class SaleLines implements Iterator<Event.LinePaid> {
  /** Julian day number of 1970-01-01. */
  private static final int EPOCH_DAY = 2_440_588;

  private static final String FIRST_DAY = "2450816";
  private static final String SOURCE = "/participants/platform";
  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private final Session session;
  private final Iterator<Channel> channels = List.of(Channel.values()).iterator();
  private Channel channel;
  private Iterator<List<List<String>>> rows;

  /** Where lines are sold, and what the generator calls their columns. */
  private enum Channel {
    STORE(Table.STORE_SALES, "ss", "ss_ticket_number"),
    CATALOGUE(Table.CATALOG_SALES, "cs", "cs_order_number"),
    WEB(Table.WEB_SALES, "ws", "ws_order_number");

    private final Table table;
    private final int day;
    private final int second;
    private final int order;
    private final int item;
    private final int quantity;
    private final int amount;
    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    Channel(Table table, String prefix, String order) {
      this.table = table;
      this.day = position(table, prefix + "_sold_date_sk");
      this.second = position(table, prefix + "_sold_time_sk");
      this.order = position(table, order);
      this.item = position(table, prefix + "_item_sk");
      this.quantity = position(table, prefix + "_quantity");
      this.amount = position(table, prefix + "_ext_sales_price");
    }

    private static int position(Table table, String name) {
      return Stream.of(table.getColumns())
          .filter(column -> column.getName().equals(name))
          .mapToInt(Column::getPosition)
          .findFirst()
          .orElseThrow();
    }
  }

  SaleLines(double scale) {
    session = Session.getDefaultSession().withScale(scale);
    channel = channels.next();
    rows = Results.constructResults(channel.table, session).iterator();
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && channels.hasNext()) {
      channel = channels.next();
      rows = Results.constructResults(channel.table, session).iterator();
    }
    return rows.hasNext();
  }

  @Override
  public Event.LinePaid next() {
    List<String> row = rows.next().getFirst();
    String order = channel.word + "-" + row.get(channel.order);
    String item = row.get(channel.item);
    long day = Long.parseLong(or(row.get(channel.day), FIRST_DAY)) - EPOCH_DAY;
    long second = Long.parseLong(or(row.get(channel.second), "0"));
    Instant time = Instant.EPOCH.plus(Duration.ofDays(day)).plusSeconds(second);
    long amount = new BigDecimal(or(row.get(channel.amount), "0")).movePointRight(2).longValue();
    return new Event.LinePaid(
        new Stamp(time, time.plus(UNDER_WAY), SOURCE, "paid-" + order + "-" + item),
        new Line(
            new LineKey("platform", order, item),
            "USD",
            amount,
            0,
            0,
            Math.max(1, Integer.parseInt(or(row.get(channel.quantity), "1"))),
            List.of(),
            Map.of(Attribute.SELLER, "platform", Attribute.CHANNEL, channel.word)));
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
