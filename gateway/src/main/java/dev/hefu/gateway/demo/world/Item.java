package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is sold. */
record Item(int key, String brand, String group) {
  private static final List<String> KEYS = List.of("i_brand_id", "i_category");

  /** The items whose brand and category are known, by key. */
  static Map<Integer, Item> all(Tables tables) {
    Map<Integer, Item> items = new HashMap<>();
    tables.read(
        Table.ITEM,
        row -> {
          if (row.hasAll(KEYS)) {
            Item item =
                new Item(
                    row.number("i_item_sk"),
                    Cast.brand(row.number("i_brand_id")),
                    row.text("i_category").toLowerCase(Locale.ROOT));
            items.put(item.key(), item);
          }
        });
    return Map.copyOf(items);
  }

  String sku() {
    return "item-" + key;
  }

  /** A weight made up from the key, since TPC-DS has none. */
  int grams(int quantity) {
    return quantity * (100 + key % 400);
  }
}
