package dev.hefu.gateway.demo.month;

import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.StatementSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Every party adds up its own statements; SQL over the raw rows must come to the same, per party
 * and channel, to the cent.
 */
final class CompareTotals implements Step {
  static final String LINES = "month.lines";
  static final String LEFT_OUT = "month.leftOut";
  static final String POSTINGS = "month.postings";
  static final String STATEMENTS = "month.statements";

  private final Map<Total.Key, Long> byChannel = new HashMap<>();
  private final Map<String, Long> byParty = new HashMap<>();
  private long postings;
  private long statements;

  @Override
  public String title() {
    return "各方各渠道合计与独立 SQL 分毫不差 · Totals equal an independent SQL query to the cent";
  }

  @Override
  public void run(Stage stage) throws SQLException {
    for (Partner party : stage.partners().values()) {
      for (StatementSummary summary :
          party.client().statements(stage.world().month()).orThrow().items()) {
        add(party.client().statement(summary.id()).orThrow());
      }
    }
    Total expected;
    try (Connection connection = stage.database().getConnection()) {
      expected = ExpectedTotal.of(connection, stage.world().month());
    }
    compare("party and channel", expected.byChannel(), byChannel);
    compare("party", expected.byParty(), byParty);
    StepFailed.unless(
        expected.lines() == stage.world().lines().size(),
        "SQL counts %d lines, %d were sent",
        expected.lines(),
        stage.world().lines().size());
    stage.book().note(LINES, expected.lines());
    stage.book().note(LEFT_OUT, expected.leftOut());
    stage.book().note(POSTINGS, postings);
    stage.book().note(STATEMENTS, statements);
  }

  private void add(Statement statement) {
    long sum = 0;
    for (Statement.Line line : statement.lines()) {
      sum += line.amountMinor();
      String name = line.line();
      if (name != null && !name.isEmpty()) {
        byChannel.merge(
            new Total.Key(statement.party(), channel(name)), line.amountMinor(), Long::sum);
      }
      postings++;
    }
    StepFailed.unless(
        sum == statement.closingMinor(),
        "statement %s says %d, its postings sum to %d",
        statement.number(),
        statement.closingMinor(),
        sum);
    byParty.merge(statement.party(), sum, Long::sum);
    statements++;
  }

  /** The channel in {@code owner/order/line}, whose order begins with it. */
  private static String channel(String line) {
    String order = line.split("/", -1)[1];
    return order.substring(0, order.indexOf('-'));
  }

  private static <K> void compare(String what, Map<K, Long> expected, Map<K, Long> actual) {
    Set<K> keys = new HashSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (K key : keys) {
      long sql = expected.getOrDefault(key, 0L);
      long settled = actual.getOrDefault(key, 0L);
      StepFailed.unless(sql == settled, "per %s: %s got %d, SQL says %d", what, key, settled, sql);
    }
  }
}
