package dev.hefu.gateway.demo.partner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.demo.world.Line;
import dev.hefu.gateway.demo.world.Payer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the payment participant knows of a customer: the dataset {@code payment-profile} 1, made of
 * the customer's demographics and of the kinds of goods they paid for.
 */
final class PaymentProfile {
  private static final Map<String, String> BANDS =
      Map.of("Low Risk", "A", "Good", "B", "High Risk", "D", "Unknown", "C");

  /** A customer who can spend more is taken to pay by card. */
  private static final int CARD_FROM = 5_000;

  private PaymentProfile() {}

  static ObjectNode of(Payer payer, List<Line> lines) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    ArrayNode categories = record.putArray("merchantCategories");
    TreeMap<String, Integer> counts = new TreeMap<>();
    lines.forEach(line -> counts.merge(line.group(), 1, Integer::sum));
    counts.forEach(
        (group, count) ->
            categories.addObject().put("category", group).put("frequency", frequency(count)));
    ArrayNode methods = record.putArray("preferredMethods").add("wallet");
    if (payer.purchaseEstimate().orElse(0) >= CARD_FROM) {
      methods.add("card");
    }
    record.put("creditBand", BANDS.getOrDefault(payer.creditRating().orElse("Unknown"), "C"));
    return record;
  }

  /** How often something was paid for that happened so many times in five years. */
  static String frequency(int count) {
    if (count < 5) {
      return "RARELY";
    }
    return count < 60 ? "MONTHLY" : "WEEKLY";
  }
}
