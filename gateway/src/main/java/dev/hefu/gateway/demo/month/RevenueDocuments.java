package dev.hefu.gateway.demo.month;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * The revenue agreements of the demo, one per brand: the marketplace takes a percentage, a shop a
 * fee per line, a carrier by weight, and the brand what remains. {@code expected-total.sql} repeats
 * these terms on its own.
 */
public final class RevenueDocuments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RevenueDocuments() {}

  /** The document that all parties of a brand's agreement sign. */
  public static ObjectNode of(String brand) {
    ObjectNode document = JSON.objectNode();
    document.put("format", "hefu-revenue-agreement/1");
    document.put("name", brand + "-sales");
    document.put("version", 1);
    document
        .putObject("title")
        .put("en", "Sales of " + brand + " in all channels")
        .put("zh", brand + " 全渠道销售分成");
    document.put("currency", World.CURRENCY);
    document.put("from", "2001-01-01");
    document.put("zone", "UTC");
    parties(brand).forEach(document.putArray("parties")::add);
    document.putObject("selects").putArray("brand").add(brand);
    document.put("divides", "paid");
    ArrayNode terms = document.putArray("terms");
    terms.add(commission());
    terms.add(storeFee(brand));
    terms.add(carriage(brand));
    terms.add(proceeds(brand));
    return document;
  }

  /** The parties of a brand's agreement in rank order. */
  public static List<String> parties(String brand) {
    List<String> parties = new ArrayList<>();
    parties.add(Cast.MARKETPLACE);
    parties.add(brand);
    parties.addAll(Cast.shops());
    parties.addAll(Cast.carriers());
    return parties;
  }

  private static ObjectNode commission() {
    ObjectNode term = JSON.objectNode().put("id", "commission");
    term.putObject("percentage").put("to", Cast.MARKETPLACE).put("rate", "12.5%");
    return term;
  }

  private static ObjectNode storeFee(String brand) {
    ObjectNode term = JSON.objectNode().put("id", "store-fee");
    term.putObject("fixed").put("to", "$store").put("amountMinor", 50).put("per", "line");
    term.putObject("only").putArray("channel").add("store");
    return term.put("onReturn", "keep").put("borneBy", brand);
  }

  private static ObjectNode carriage(String brand) {
    ObjectNode term = JSON.objectNode().put("id", "carriage");
    ObjectNode table = term.putObject("table").put("to", "$carrier").put("per", "shipment");
    ArrayNode rows = table.putArray("rows");
    rows.addObject().put("upToGrams", 2_000).put("amountMinor", 300);
    rows.addObject().put("upToGrams", 10_000).put("amountMinor", 800);
    rows.addObject().put("upToGrams", 60_000).put("amountMinor", 2_000);
    return term.put("onReturn", "keep").put("borneBy", brand);
  }

  private static ObjectNode proceeds(String brand) {
    ObjectNode term = JSON.objectNode().put("id", "proceeds");
    term.putObject("remaining").put("to", brand);
    return term;
  }
}
