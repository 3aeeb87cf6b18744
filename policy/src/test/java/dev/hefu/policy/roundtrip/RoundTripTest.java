package dev.hefu.policy.roundtrip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.policy.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final String LOCK = "SELECT value FROM round_trip WHERE id = 1 FOR UPDATE";
  private static final String READ = "SELECT value FROM round_trip WHERE id = 2";

  /** The lock and the read as one statement: what must not be done. */
  private static final String LOCK_AND_READ =
      """
      WITH head AS MATERIALIZED (SELECT value FROM round_trip WHERE id = 1 FOR UPDATE)
      SELECT fact.value FROM head, round_trip fact WHERE fact.id = 2\
      """;

  @BeforeEach
  void makeTable() throws SQLException {
    run("CREATE TABLE round_trip (id int PRIMARY KEY, value bigint NOT NULL)");
    run("INSERT INTO round_trip VALUES (1, 10), (2, 20)");
  }

  @AfterEach
  void dropTable() throws SQLException {
    run("DROP TABLE round_trip");
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = Database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long value(ResultSet rows) throws SQLException {
    assertTrue(rows.next());
    return rows.getLong(1);
  }

  @Test
  void statementsAreExecutedInTheirOrder() throws SQLException {
    RoundTrip trip = new RoundTrip();
    Supplier<Long> before = trip.query(READ, parameters -> {}, RoundTripTest::value);
    trip.update("UPDATE round_trip SET value = ? WHERE id = 2", parameters -> parameters.add(21L));
    Supplier<Long> after = trip.query(READ, parameters -> {}, RoundTripTest::value);
    try (Connection connection = Database.connect()) {
      trip.send(connection);
    }
    assertEquals(20, before.get());
    assertEquals(21, after.get());
  }

  @Test
  void whatFollowsALockSeesWhatWasCommittedWhileItWasWaitedFor() throws Exception {
    assertEquals(21, readWhileAnotherHoldsTheLock(true));
  }

  @Test
  void controlInOneStatementWithTheLockTheReadIsStale() throws Exception {
    assertEquals(20, readWhileAnotherHoldsTheLock(false));
  }

  private static long readWhileAnotherHoldsTheLock(boolean apart) throws Exception {
    RoundTrip trip = new RoundTrip();
    Supplier<Long> read;
    if (apart) {
      trip.query(LOCK, parameters -> {}, RoundTripTest::value);
      read = trip.query(READ, parameters -> {}, RoundTripTest::value);
    } else {
      read = trip.query(LOCK_AND_READ, parameters -> {}, RoundTripTest::value);
    }
    try (Connection holder = Database.connect();
        Connection waiter = Database.connect()) {
      holder.setAutoCommit(false);
      waiter.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute(LOCK);
        int pid = pid(waiter);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(trip, waiter));
        awaitWaiting(pid);
        statement.execute("UPDATE round_trip SET value = 21 WHERE id = 2");
        holder.commit();
        sent.get();
      }
      waiter.rollback();
    }
    return read.get();
  }

  private static void send(RoundTrip trip, Connection connection) {
    try {
      trip.send(connection);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Returns when the backend waits for a lock. */
  private static void awaitWaiting(int pid) throws SQLException {
    try (Connection connection = Database.connect();
        Statement statement = connection.createStatement()) {
      boolean waiting = false;
      while (!waiting) {
        try (ResultSet rows =
            statement.executeQuery("SELECT cardinality(pg_blocking_pids(" + pid + ")) > 0")) {
          rows.next();
          waiting = rows.getBoolean(1);
        }
      }
    }
  }

  @Test
  void afterAFailureNothingMoreIsDone() throws SQLException {
    RoundTrip trip = new RoundTrip();
    trip.update("UPDATE round_trip SET value = 99 WHERE id = 2", parameters -> {});
    trip.update("INSERT INTO round_trip VALUES (1, 0)", parameters -> {});
    trip.update("UPDATE round_trip SET value = 100 WHERE id = 2", parameters -> {});
    try (Connection connection = Database.connect()) {
      connection.setAutoCommit(false);
      assertThrows(SQLException.class, () -> trip.send(connection));
      connection.rollback();
      RoundTrip then = new RoundTrip();
      Supplier<Long> value = then.query(READ, parameters -> {}, RoundTripTest::value);
      then.send(connection);
      assertEquals(20, value.get());
    }
  }

  @Test
  void anAnswerIsThereOnlyAfterTheRoundTrip() {
    Supplier<Long> value = new RoundTrip().query(READ, parameters -> {}, RoundTripTest::value);
    assertThrows(IllegalStateException.class, value::get);
  }

  @Test
  void nothingAddedIsNothingSent() throws SQLException {
    try (Connection connection = Database.connect()) {
      connection.close();
      new RoundTrip().send(connection);
    }
  }

  private record Sample(
      @Nullable String text, @Nullable UUID id, long whole, int small, byte[] raw, Instant at) {}

  @Test
  void columnsComeBackAsTheyWereSent() throws SQLException {
    Instant time = Instant.parse("2026-03-01T12:00:00.123Z");
    List<Sample> samples =
        List.of(
            new Sample("{\"a\\,b}", UUID.randomUUID(), Long.MIN_VALUE, 7, new byte[0], time),
            new Sample(null, null, Long.MAX_VALUE, -7, new byte[] {0, -1, 92}, Instant.EPOCH));
    List<Sample> back = new ArrayList<>();
    RoundTrip trip = new RoundTrip();
    trip.query(
        "SELECT * FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::int[], ?::bytea[],"
            + " ?::timestamptz[])",
        parameters ->
            parameters
                .texts(samples, Sample::text)
                .uuids(samples, Sample::id)
                .longs(samples, Sample::whole)
                .ints(samples, Sample::small)
                .bytes(samples, Sample::raw)
                .times(samples, Sample::at),
        rows -> {
          while (rows.next()) {
            back.add(
                new Sample(
                    rows.getString(1),
                    rows.getObject(2, UUID.class),
                    rows.getLong(3),
                    rows.getInt(4),
                    rows.getBytes(5),
                    rows.getTimestamp(6).toInstant()));
          }
          return back;
        });
    try (Connection connection = Database.connect()) {
      trip.send(connection);
    }
    assertEquals(samples.size(), back.size());
    for (int i = 0; i < samples.size(); i++) {
      assertArrayEquals(samples.get(i).raw(), back.get(i).raw());
      assertEquals(fields(samples.get(i)), fields(back.get(i)));
    }
  }

  private static List<@Nullable Object> fields(Sample sample) {
    return Arrays.asList(sample.text(), sample.id(), sample.whole(), sample.small(), sample.at());
  }

  @Test
  void noRowsAreEmptyArrays() throws SQLException {
    RoundTrip trip = new RoundTrip();
    Supplier<Boolean> found =
        trip.query(
            "SELECT * FROM unnest(?::uuid[], ?::text[])",
            parameters ->
                parameters
                    .uuids(List.<UUID>of(), Function.identity())
                    .texts(List.<String>of(), Function.identity()),
            ResultSet::next);
    try (Connection connection = Database.connect()) {
      trip.send(connection);
    }
    assertFalse(found.get());
  }
}
