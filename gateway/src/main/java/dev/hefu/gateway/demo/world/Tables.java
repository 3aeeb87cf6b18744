package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The TPC-DS generator at one scale. The same scale gives the same rows every time. */
final class Tables {
  private final Session session;

  Tables(double scale) {
    this.session = Session.getDefaultSession().withScale(scale);
  }

  void read(Table table, Consumer<Row> sink) {
    for (List<List<String>> rows : Results.constructResults(table, session.withTable(table))) {
      sink.accept(new Row(table, rows.getFirst()));
    }
  }

  /** Reads sales, each with its return where the goods came back. */
  void readSales(Table sales, BiConsumer<Row, Optional<Row>> sink) {
    for (List<List<String>> rows : Results.constructResults(sales, session)) {
      Optional<Row> returned =
          rows.size() > 1 ? Optional.of(new Row(sales.getChild(), rows.get(1))) : Optional.empty();
      sink.accept(new Row(sales, rows.getFirst()), returned);
    }
  }

  /** One row of a table whose keys count from 1. */
  Row one(Table table, int key) {
    List<List<String>> rows =
        Results.constructResults(table, key, key, session.withTable(table)).iterator().next();
    return new Row(table, rows.getFirst());
  }
}
