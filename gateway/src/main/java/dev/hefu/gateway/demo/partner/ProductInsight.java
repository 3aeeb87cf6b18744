package dev.hefu.gateway.demo.partner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.demo.world.Channel;
import dev.hefu.gateway.demo.world.Line;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How a customer buys of a seller: the dataset {@code product-insight} 1. */
final class ProductInsight {
  /** Of five years; of the customers of TPC-DS about half have more. */
  private static final int FEW = 11;

  private ProductInsight() {}

  /** Empty for somebody who never bought. */
  static ObjectNode of(List<Line> lines) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    Map<Channel, Integer> counts = new EnumMap<>(Channel.class);
    lines.forEach(line -> counts.merge(line.channel(), 1, Integer::sum));
    counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .ifPresent(
            channel ->
                record
                    .put("mainChannel", PurchaseHistory.channel(channel))
                    .put("orders", orders(lines))
                    .put("frequency", PaymentProfile.frequency(lines.size())));
    return record;
  }

  private static String orders(List<Line> lines) {
    return lines.stream().map(Line::order).distinct().count() <= FEW ? "FEW" : "MANY";
  }
}
