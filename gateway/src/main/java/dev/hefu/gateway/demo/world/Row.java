package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One generated row of a TPC-DS table, read by column name. Values may be missing (SQL's NULL). */
final class Row {
  /** TPC-DS amounts have two decimals. */
  private static final int AMOUNT_DECIMALS = 2;

  private static final Map<Table, Map<String, Integer>> POSITIONS =
      Stream.of(
              Table.STORE_SALES,
              Table.WEB_SALES,
              Table.CATALOG_SALES,
              Table.STORE_RETURNS,
              Table.WEB_RETURNS,
              Table.CATALOG_RETURNS,
              Table.ITEM,
              Table.CUSTOMER,
              Table.CUSTOMER_DEMOGRAPHICS,
              Table.HOUSEHOLD_DEMOGRAPHICS,
              Table.DATE_DIM)
          .collect(Collectors.toUnmodifiableMap(table -> table, Row::positions));

  private final Table table;
  private final Map<String, Integer> positions;
  private final List<String> values;

  Row(Table table, List<String> values) {
    this.table = table;
    this.positions = POSITIONS.getOrDefault(table, Map.of());
    this.values = values;
  }

  /** The values in the order of the table's columns; null where SQL's NULL stands. */
  List<String> values() {
    return Collections.unmodifiableList(values);
  }

  /** The value, unless it is NULL. */
  Optional<String> find(String column) {
    return Optional.ofNullable(values.get(position(column)));
  }

  boolean hasAll(List<String> columns) {
    for (String column : columns) {
      if (values.get(position(column)) == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException if it is NULL
   */
  String text(String column) {
    return find(column).orElseThrow(() -> new IllegalStateException(column + " is NULL"));
  }

  int number(String column) {
    return Integer.parseInt(text(column));
  }

  /** A day, which TPC-DS writes as a Julian day number. */
  LocalDate day(String column) {
    return JulianDay.date(number(column));
  }

  /** An amount in minor units. */
  long minor(String column) {
    return new BigDecimal(text(column)).movePointRight(AMOUNT_DECIMALS).longValueExact();
  }

  private int position(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalArgumentException(table + " has no column " + column);
    }
    return position;
  }

  private static Map<String, Integer> positions(Table table) {
    return Stream.of(table.getColumns())
        .collect(
            Collectors.toUnmodifiableMap(
                column -> column.getName(), column -> column.getPosition()));
  }
}
