package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Reads the generated tables once and keeps what the demo needs of them. */
public final class WorldBuilder {
  /** A month of the autumn peak, so that one month is worth settling. */
  public static final YearMonth MONTH = YearMonth.of(2001, 11);

  private final Tables tables;
  private final LineReader reader;
  private final Map<Integer, Row> candidates = new HashMap<>();
  private final Map<Integer, List<Line>> purchases = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Map<Channel, Integer> leftOut = new EnumMap<>(Channel.class);

  private WorldBuilder(double scale) {
    this.tables = new Tables(scale);
    this.reader = new LineReader(Item.all(tables));
  }

  /**
   * Makes the world. The same arguments make the same world.
   *
   * @param scale TPC-DS's scale; 0.01 has 1,000 customers and 220,000 lines in five years
   * @param persons how many customers are chosen, each of whom bought in a shop and elsewhere
   * @param seed shifts the choice
   * @param raw sees every generated row of sales, returns and items: its values in the order of the
   *     table's columns, null where SQL's NULL stands
   * @throws IllegalArgumentException if the scale has fewer such customers
   */
  public static World build(
      double scale, int persons, int seed, BiConsumer<Table, List<String>> raw) {
    WorldBuilder builder = new WorldBuilder(scale);
    builder.readCustomers(persons, seed);
    for (Channel channel : Channel.values()) {
      builder.leftOut.put(channel, 0);
      builder.tables.readSales(
          channel.sales,
          (row, returned) -> {
            raw.accept(channel.sales, row.values());
            returned.ifPresent(back -> raw.accept(channel.sales.getChild(), back.values()));
            builder.keep(channel, row, returned);
          });
    }
    builder.tables.read(Table.ITEM, row -> raw.accept(Table.ITEM, row.values()));
    return builder.choose(persons);
  }

  private void readCustomers(int persons, int seed) {
    List<Row> all = new ArrayList<>();
    tables.read(Table.CUSTOMER, all::add);
    // Twice as many as are needed, since some may have bought in one channel only.
    int wanted = Math.min(all.size(), 2 * persons);
    for (int i = 0; i < wanted; i++) {
      Row customer = all.get(Math.floorMod(seed + i, all.size()));
      candidates.put(customer.number("c_customer_sk"), customer);
    }
  }

  private void keep(Channel channel, Row row, Optional<Row> returned) {
    boolean sold = isInMonth(channel, row);
    boolean chosen =
        row.find(channel.customer)
            .filter(customer -> candidates.containsKey(Integer.parseInt(customer)))
            .isPresent();
    if (!sold && !chosen) {
      return;
    }
    Optional<Line> line = reader.read(channel, row, returned);
    if (chosen) {
      line.ifPresent(
          read -> purchases.computeIfAbsent(read.customer(), key -> new ArrayList<>()).add(read));
    }
    if (sold) {
      line.ifPresentOrElse(lines::add, () -> leftOut.merge(channel, 1, Integer::sum));
    }
  }

  private static boolean isInMonth(Channel channel, Row row) {
    return row.find(channel.soldDay).isPresent()
        && YearMonth.from(row.day(channel.soldDay)).equals(MONTH);
  }

  private World choose(int persons) {
    Map<Integer, List<Line>> chosen =
        purchases.entrySet().stream()
            .filter(entry -> boughtInSeveralChannels(entry.getValue()))
            .sorted(Map.Entry.comparingByKey())
            .limit(persons)
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> oldestFirst(entry.getValue())));
    if (chosen.size() < persons) {
      throw new IllegalArgumentException(
          "only %d customers bought in several channels, %d are needed: take a larger scale"
              .formatted(chosen.size(), persons));
    }
    Map<Integer, Payer> payers =
        chosen.keySet().stream()
            .collect(Collectors.toMap(key -> key, key -> Payer.of(tables, candidate(key))));
    return new World(
        MONTH, List.copyOf(lines), Map.copyOf(leftOut), Map.copyOf(chosen), Map.copyOf(payers));
  }

  private Row candidate(int key) {
    Row row = candidates.get(key);
    if (row == null) {
      throw new IllegalStateException("customer " + key + " was never read");
    }
    return row;
  }

  private static boolean boughtInSeveralChannels(List<Line> bought) {
    Set<Channel> channels = bought.stream().map(Line::channel).collect(Collectors.toSet());
    return channels.contains(Channel.STORE) && channels.size() > 1;
  }

  private static List<Line> oldestFirst(List<Line> bought) {
    return bought.stream()
        .sorted(
            Comparator.comparing(Line::soldAt)
                .thenComparing(Line::order)
                .thenComparing(Line::number))
        .toList();
  }
}
