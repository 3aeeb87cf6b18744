package dev.hefu.bench.evidence;

import dev.hefu.bench.measure.Cpu;
import dev.hefu.bench.measure.Row;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.input.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Exchanges admitted with every check and made durable, by callers who each wait for their proof;
 * beside PostgreSQL inserting the same rows into tables with the same indexes, in batches of the
 * same size, each committed durably.
 */
public final class EvidenceBench {
  private static final int CALLERS = 64;
  private static final int PERSONS = 1_000;
  private static final int WARM_UP_SECONDS = 5;
  private static final List<String> TABLES = List.of("leaf", "disclosure", "idempotency");

  private final int seconds;

  /**
   * Runs for so long after it has warmed up.
   *
   * @param seconds under load
   */
  public EvidenceBench(int seconds) {
    this.seconds = seconds;
  }

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    try (EvidenceWorld world = new EvidenceWorld(PERSONS)) {
      List<Candidate> persons = IntStream.range(0, PERSONS).mapToObj(world.node()::find).toList();
      load(world.node(), persons, WARM_UP_SECONDS);
      long first = size(world.database());
      long batches = batches(world.database());
      Cpu start = world.cpu();
      double[] millis = load(world.node(), persons, seconds);
      Cpu end = world.cpu();
      long leaves = size(world.database()) - first;
      long perBatch = Math.max(1, leaves / (batches(world.database()) - batches));
      double inserts = plainInserts(world, first, leaves, perBatch);
      Cpu inserted = world.cpu();
      return List.of(
          new Row(
              "verdicts committed, " + CALLERS + " callers",
              (double) leaves / seconds,
              "leaves/s",
              OptionalDouble.of(millis[millis.length / 2]),
              OptionalDouble.of(millis[millis.length * 99 / 100]),
              "plain insert of the same rows, %d a batch".formatted(perBatch),
              inserts,
              seconds),
          cpu(
              "PostgreSQL's",
              end.databaseSince(start, leaves),
              "a plain insert's",
              inserted.databaseSince(end, leaves)),
          cpu("committer's and callers'", end.driverSince(start, leaves), "", Double.NaN));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Row cpu(String whose, double micros, String peer, double peerMicros) {
    return new Row(
        "processor time of a verdict, " + whose,
        micros,
        "µs",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        peer,
        peerMicros,
        seconds);
  }

  /** Latencies in milliseconds, the shortest first. */
  private static double[] load(EvidenceNode node, List<Candidate> persons, int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    AtomicInteger next = new AtomicInteger();
    List<double[]> parts = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<double[]>> running = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        running.add(callers.submit(() -> callUntil(node, persons, next, end)));
      }
      for (Future<double[]> one : running) {
        parts.add(one.get());
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    return parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
  }

  private static double[] callUntil(
      EvidenceNode node, List<Candidate> persons, AtomicInteger next, long end) {
    List<Double> millis = new ArrayList<>();
    long start = System.nanoTime();
    while (start < end) {
      commit(node, persons.get(next.getAndIncrement() % PERSONS));
      long now = System.nanoTime();
      millis.add((now - start) / 1e6);
      start = now;
    }
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void commit(EvidenceNode node, Candidate found) {
    Verdict verdict = node.commit(found, Objects.requireNonNull(found.person())).verdict();
    if (!(verdict instanceof Verdict.Permit)) {
      throw new IllegalStateException(verdict.toString());
    }
  }

  /** Leaves a second of inserts alone, by a connection that is kept as the committer keeps its. */
  private static double plainInserts(EvidenceWorld world, long first, long leaves, long perBatch) {
    DSLContext database = world.database();
    database.execute("CREATE SCHEMA plain");
    for (String table : TABLES) {
      database.execute(
          "CREATE TABLE plain." + table + " (LIKE gateway." + table + " INCLUDING ALL)");
    }
    // Only for finding the rows to insert.
    database.execute("CREATE INDEX idempotency_index ON gateway.idempotency (index)");
    long start = System.nanoTime();
    for (long next = first; next < first + leaves; next += perBatch) {
      long from = next;
      long to = Math.min(from + perBatch, first + leaves);
      world.node().commits().transaction(tx -> insert(DSL.using(tx), from, to));
    }
    return leaves / ((System.nanoTime() - start) / 1e9);
  }

  private static void insert(DSLContext tx, long from, long to) {
    for (String table : TABLES) {
      tx.execute(
          "INSERT INTO plain.%s SELECT * FROM gateway.%s WHERE index >= ? AND index < ?"
              .formatted(table, table),
          from,
          to);
    }
  }

  private static long size(DSLContext database) {
    return number(database, "SELECT size FROM gateway.log_head");
  }

  private static long batches(DSLContext database) {
    return number(database, "SELECT count(*) FROM gateway.batch");
  }

  private static long number(DSLContext database, String query) {
    Object value = database.fetchValue(query);
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException(query + " gave " + value);
  }
}
