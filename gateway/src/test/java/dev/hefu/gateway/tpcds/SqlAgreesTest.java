package dev.hefu.gateway.tpcds;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.demo.world.RawTables;
import dev.hefu.settlement.carry.Carry;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.Entry;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.split.Settle;
import dev.hefu.settlement.split.Settled;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TPC-DS, settled by the engine and computed by SQL over the raw rows: the same to the cent, per
 * party and channel before the closes, per party and month after them. Each year's sales are of one
 * version, as lines stay at the version of their time, so that one year is in memory at a time. One
 * year of a small world runs with every build; {@code mvn -Ptpcds -pl gateway -am verify} runs all
 * years of scale 1.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SqlAgreesTest {
  private static final double SCALE = Double.parseDouble(System.getProperty("hefu.tpcds", "0.01"));

  /** The first is that of the controls. */
  private static final List<Integer> YEARS =
      Stream.of(System.getProperty("hefu.tpcds.years", "2001").split(","))
          .map(Integer::valueOf)
          .toList();

  private static @Nullable World controlled;

  /** A year's events, and what SQL makes of their rows. */
  private record World(YearEvents year, Map<String, Long> expected) {
    static World of(int year) throws IOException, SQLException {
      YearEvents events = new YearEvents(year);
      try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
          Connection connection = postgres.getPostgresDatabase().getConnection()) {
        load(connection, events);
        return new World(events, SqlAgreesTest.expected(connection, year));
      }
    }
  }

  static List<Integer> years() {
    return YEARS;
  }

  /** After the controls, so that their year can be freed. */
  @Order(2)
  @ParameterizedTest
  @MethodSource("years")
  void toTheCent(int year) throws IOException, SQLException {
    World world = year == YEARS.getFirst() ? controlled() : World.of(year);
    controlled = null;
    Map<String, Long> ours = settled(world.year, document(year));
    assertEquals(world.expected, ours);
    assertTrue(ours.getOrDefault("count lines ", 0L) > 1_000, ours::toString);
    assertTrue(ours.getOrDefault("count refunds ", 0L) > 50, ours::toString);
    assertTrue(ours.getOrDefault("count evened ", 0L) > 0, ours::toString);
    assertTrue(ours.keySet().stream().anyMatch(key -> key.startsWith("month carrier-")));
    System.out.printf(
        "%d at scale %s: %d sums over %d lines and %d refunds, none differs%n",
        year, SCALE, ours.size(), ours.get("count lines "), ours.get("count refunds "));
  }

  private static World controlled() throws IOException, SQLException {
    World world = controlled;
    if (world == null) {
      world = World.of(YEARS.getFirst());
      controlled = world;
    }
    return world;
  }

  /** The control: each term, changed by as little as it can be, is noticed. */
  @Order(1)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate: 12.5%|rate: 12.500001%",
        "amountMinor: 50}|amountMinor: 51}",
        "rate: 1/3|rate: 3333/10000",
        "upToGrams: 2000,|upToGrams: 2500,",
        "rate: 0.1%|rate: 0.100001%",
        "borneBy: brand|borneBy: marketplace"
      })
  void aTermThatIsAnotherIsNoticed(String term, String other) throws IOException, SQLException {
    World world = controlled();
    String document = document(world.year.year);
    assertTrue(document.contains(term), term);
    assertNotEquals(world.expected, settled(world.year, document.replaceFirst(quote(term), other)));
  }

  private static void load(Connection connection, YearEvents year) throws SQLException {
    Session session = Session.getDefaultSession().withScale(SCALE);
    try (RawTables raw = new RawTables(connection)) {
      YearEvents.channels()
          .forEach(
              channel -> {
                for (List<List<String>> rows : Results.constructResults(channel.sales, session)) {
                  if (year.isOfYear(channel, rows.getFirst())) {
                    raw.accept(channel.sales, rows.getFirst());
                    Optional<List<String>> back =
                        rows.size() > 1 ? Optional.of(rows.get(1)) : Optional.empty();
                    back.ifPresent(row -> raw.accept(channel.sales.getChild(), row));
                    year.add(channel, rows.getFirst(), back);
                  }
                }
              });
    }
  }

  private static Map<String, Long> expected(Connection connection, int year)
      throws IOException, SQLException {
    String script =
        new String(resource("expected.sql"), StandardCharsets.UTF_8)
            .replace("date '2001-01-01'", "date '" + year + "-01-01'");
    int query = script.lastIndexOf("\nselect 'channel' as scope");
    Map<String, Long> expected = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(script.substring(0, query));
      try (ResultSet row = statement.executeQuery(script.substring(query))) {
        while (row.next()) {
          expected.put(
              row.getString("scope") + " " + row.getString("party") + " " + row.getString("part"),
              row.getLong("minor"));
        }
      }
    }
    return expected;
  }

  /** Settles month by month, so that no more than one month's entries are in memory. */
  private static Map<String, Long> settled(YearEvents year, String document) {
    Program program =
        switch (AgreementReader.read(document.getBytes(StandardCharsets.UTF_8))) {
          case AgreementReading.Read read -> Program.of(read.agreement());
          case AgreementReading.Faulty faulty -> throw new AssertionError(faulty.faults());
        };
    Map<String, Long> sums = new TreeMap<>();
    sums.put("count lines ", (long) year.lines);
    Map<YearMonth, List<Event>> byMonth = new HashMap<>();
    for (Event event : year.events) {
      YearMonth month = YearMonth.from(event.stamp().time().atZone(ZoneOffset.UTC));
      byMonth.computeIfAbsent(month, _ -> new ArrayList<>()).add(event);
      boolean refund =
          event instanceof Event.RefundPaid back && (back.amountMinor() > 0 || back.quantity() > 0);
      sums.merge("count refunds ", refund ? 1L : 0L, Long::sum);
    }
    Carry carry = Carry.start(program);
    for (YearMonth month : year.months) {
      List<Event> events = new ArrayList<>(byMonth.getOrDefault(month, List.of()));
      events.add(YearEvents.close(month));
      events.sort(Comparator.comparing(Event::stamp));
      Settled settled = Settle.settle(program, events, carry);
      assertEquals(List.of(), settled.unsettled());
      carry = settled.carry();
      String part = String.valueOf(year.months.indexOf(month));
      settled.entries().forEach(entry -> add(program, entry, part, sums));
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private static void add(Program program, Entry entry, String month, Map<String, Long> sums) {
    for (Posting posting : entry.postings()) {
      if (posting.party() < 0) {
        continue;
      }
      String party = program.agreement().parties().get(posting.party());
      long amount = posting.amountMinor();
      sums.merge("month " + party + " " + month, amount, Long::sum);
      if (entry.cause() == Cause.TRUE_UP) {
        sums.merge("count evened ", Math.abs(amount), Long::sum);
      }
      entry
          .line()
          .map(LineKey::order)
          .map(order -> order.substring(0, order.lastIndexOf('-')))
          .ifPresent(channel -> sums.merge("channel " + party + " " + channel, amount, Long::sum));
    }
  }

  private static String document(int year) throws IOException {
    return new String(resource("agreement.yaml"), StandardCharsets.UTF_8)
        .replace("from: 2001-01-01", "from: " + year + "-01-01");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SqlAgreesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
