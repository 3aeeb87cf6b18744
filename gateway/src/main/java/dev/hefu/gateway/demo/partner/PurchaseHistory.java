package dev.hefu.gateway.demo.partner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.demo.world.Channel;
import dev.hefu.gateway.demo.world.Line;
import dev.hefu.gateway.demo.world.World;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** A seller's record of what a customer bought: the dataset {@code purchase-history} 1. */
final class PurchaseHistory {
  /** The latest purchases; older ones help nobody. */
  private static final int PURCHASES = 20;

  /** A year of spending. */
  private static final int MONTHS = 12;

  private PurchaseHistory() {}

  /** The whole record; lines of other sellers must not be among these. */
  static ObjectNode of(List<Line> lines) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    purchases(record.putArray("purchases"), lines);
    spending(record.putArray("spending"), lines);
    shops(record.putArray("shops"), lines);
    return record;
  }

  private static void purchases(ArrayNode purchases, List<Line> lines) {
    lines.stream()
        .sorted(Comparator.comparing(Line::soldAt).reversed())
        .limit(PURCHASES)
        .forEach(
            line ->
                purchases
                    .addObject()
                    .put("date", line.soldAt().atZone(ZoneOffset.UTC).toLocalDate().toString())
                    .put("product", line.sku())
                    .put("productCategory", line.group())
                    .put("brand", line.brand())
                    .put("quantity", line.quantity())
                    .put("channel", channel(line.channel())));
  }

  private static void spending(ArrayNode spending, List<Line> lines) {
    TreeMap<YearMonth, Long> byMonth = new TreeMap<>(Comparator.reverseOrder());
    for (Line line : lines) {
      YearMonth month = YearMonth.from(line.soldAt().atZone(ZoneOffset.UTC));
      byMonth.merge(month, line.paidMinor(), Long::sum);
    }
    byMonth.entrySet().stream()
        .limit(MONTHS)
        .forEach(
            month ->
                spending
                    .addObject()
                    .put("month", month.getKey().toString())
                    .put("currency", World.CURRENCY)
                    .put("amountMinor", month.getValue()));
  }

  private static void shops(ArrayNode shops, List<Line> lines) {
    TreeMap<String, Integer> visits = new TreeMap<>();
    for (Line line : lines) {
      if (line.channel() == Channel.STORE) {
        visits.merge(line.seller(), 1, Integer::sum);
      }
    }
    visits.forEach((shop, count) -> shops.addObject().put("shop", shop).put("purchases", count));
  }

  /** The word of schemas. */
  static String channel(Channel channel) {
    return switch (channel) {
      case STORE -> "shop";
      case WEB -> "web";
      case CATALOGUE -> "catalogue";
    };
  }
}
