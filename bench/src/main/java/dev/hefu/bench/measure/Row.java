package dev.hefu.bench.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One measured figure beside its peer.
 *
 * @param unit of {@code value} and {@code peerValue}; {@code p50} and {@code p99} are milliseconds
 * @param peer what the figure is held against, in the same run
 * @param seconds how long was measured
 */
public record Row(
    String name,
    double value,
    String unit,
    OptionalDouble p50,
    OptionalDouble p99,
    String peer,
    double peerValue,
    double seconds) {
  /** How many times the peer's figure it is. */
  public double ratio() {
    return value / peerValue;
  }

  /** The row as one line of JSON. */
  public String json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", name).put("value", value).put("unit", unit);
    p50.ifPresent(millis -> node.put("p50", millis));
    p99.ifPresent(millis -> node.put("p99", millis));
    node.put("peer", peer).put("peerValue", peerValue).put("ratio", ratio());
    return node.put("seconds", seconds).toString();
  }

  /** The rows for people to read. */
  public static String table(List<Row> rows) {
    StringBuilder table = new StringBuilder();
    String form = "%-44s %14s %-12s %9s %9s  %-40s %14s %7s%n";
    table.append(
        form.formatted("", "value", "unit", "p50 ms", "p99 ms", "beside", "value", "ratio"));
    for (Row row : rows) {
      table.append(
          form.formatted(
              row.name,
              number(row.value),
              row.unit,
              row.p50.isPresent() ? number(row.p50.getAsDouble()) : "",
              row.p99.isPresent() ? number(row.p99.getAsDouble()) : "",
              row.peer,
              number(row.peerValue),
              number(row.ratio())));
    }
    return table.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1_000 ? "%,.0f" : "%.2f", value);
  }
}
