package dev.hefu.bench.evidence;

import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Two processes that commit to one log at full load, while twenty consents that all of their
 * callers ask for are revoked and granted anew, each once a second; then everything that was
 * written is checked. Optionally one of the processes is stopped and resumed, at random and when
 * answers of its are about to leave.
 */
final class Race {
  private static final String ENTRIES =
      """
      SELECT outcome, legal_group FROM gateway.disclosure
      WHERE index >= ?
        AND (kind = 'consent' AND outcome = 'REVOKED' OR kind = 'exchange' AND outcome = 'PERMIT')
      ORDER BY index
      """;

  private static final long STOP_AT_MOST_MILLIS = 300;
  private static final long RUN_AT_MOST_MILLIS = 300;

  /**
   * What a race showed.
   *
   * @param afterRevocation permits with a higher index than the revocation of their consent
   * @param late answers that left after the acknowledgement, in words
   * @param lateOutsideTheFence how many of those left although their fence had closed
   * @param acknowledgedMillis how long each revocation took, the shortest first
   */
  record Outcome(
      long verdicts,
      long withheld,
      long unavailable,
      long afterRevocation,
      List<String> late,
      long lateOutsideTheFence,
      double[] acknowledgedMillis) {
    double acknowledged(int percent) {
      return acknowledgedMillis[(acknowledgedMillis.length - 1) * percent / 100];
    }
  }

  private record Told(List<String> lines) {
    List<String[]> of(String kind) {
      return lines.stream()
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private final EvidenceWorld world;
  private final int warmUp;
  private final int seconds;
  private final RaceControl control;
  private final boolean stops;

  /**
   * A race.
   *
   * @param world of {@value RaceNode#HOT} persons; what was written there before does not count
   * @param warmUp seconds before the verdicts and latencies are counted; what left is checked
   *     always
   * @param seconds that are counted
   * @param stops whether one of the nodes is stopped and resumed
   */
  Race(EvidenceWorld world, int warmUp, int seconds, RaceControl control, boolean stops) {
    this.world = world;
    this.warmUp = warmUp;
    this.seconds = seconds;
    this.control = control;
    this.stops = stops;
  }

  Outcome run() throws IOException, InterruptedException {
    DSLContext database = world.database();
    long before = number(database, "SELECT size FROM gateway.log_head");
    Process revoking = start(true);
    Process other = start(false);
    try {
      CompletableFuture<Told> first = CompletableFuture.supplyAsync(() -> told(revoking));
      CompletableFuture<Told> second = CompletableFuture.supplyAsync(() -> told(other));
      while (stops && other.isAlive()) {
        pause(other);
      }
      return outcome(database, before, List.of(first.join(), second.join()));
    } finally {
      revoking.destroyForcibly();
      other.destroyForcibly();
    }
  }

  private Process start(boolean revokes) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx384m",
            "-cp",
            System.getProperty("java.class.path"),
            RaceNode.class.getName(),
            world.url(),
            world.folder().toString(),
            Integer.toString(warmUp),
            Integer.toString(seconds),
            control.name(),
            Boolean.toString(revokes),
            Boolean.toString(stops && !revokes))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Told told(Process process) {
    try {
      String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("a node of the race failed");
      }
      return new Told(all.lines().toList());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Lets the process run for a while, then stops it for a while. */
  private static void pause(Process process) throws InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (process.waitFor(random.nextLong(RUN_AT_MOST_MILLIS), TimeUnit.MILLISECONDS)) {
      return;
    }
    signal(process.toHandle(), "-STOP");
    process.waitFor(random.nextLong(STOP_AT_MOST_MILLIS), TimeUnit.MILLISECONDS);
    signal(process.toHandle(), "-CONT");
  }

  /** Sends a signal; returns when it was sent, which for the own process is when it goes on. */
  static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static Outcome outcome(DSLContext database, long before, List<Told> nodes) {
    requireDense(database);
    Map<UUID, Long> acknowledged = new HashMap<>();
    List<Double> millis = new ArrayList<>();
    List<String> late = new ArrayList<>();
    long outside = 0;
    long[] counts = new long[3];
    for (Told node : nodes) {
      for (String[] revoked : node.of("revoked")) {
        acknowledged.put(UUID.fromString(revoked[1]), Long.parseLong(revoked[2]));
        long took = Long.parseLong(revoked[3]);
        if (took != RaceNode.NOT_COUNTED) {
          millis.add(took / 1e6);
        }
      }
      for (String[] line : node.of("verdicts")) {
        for (int i = 0; i < counts.length; i++) {
          counts[i] += Long.parseLong(line[i + 1]);
        }
      }
    }
    for (Told node : nodes) {
      for (String[] left : node.of("left")) {
        Long told = acknowledged.get(UUID.fromString(left[1]));
        long at = Long.parseLong(left[2]);
        if (told != null && at - told > 0) {
          Duration after = Duration.ofNanos(at - told);
          Duration sent = Duration.ofNanos(Long.parseLong(left[3]));
          late.add(
              "%s: left %d ms after the acknowledgement, its commit %d ms old by its stamp"
                  .formatted(left[1], after.toMillis(), sent.toMillis()));
          outside += sent.compareTo(Fence.OPEN) > 0 ? 1 : 0;
        }
      }
    }
    return new Outcome(
        counts[0],
        counts[1],
        counts[2],
        afterRevocation(database, before),
        late,
        outside,
        millis.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  /** Permits that come later in the log than the revocation of their consent. */
  private static long afterRevocation(DSLContext database, long before) {
    Set<String> revoked = new HashSet<>();
    long after = 0;
    for (Record entry : database.fetch(ENTRIES, before)) {
      String group = Objects.requireNonNull(entry.get("legal_group", String.class));
      String consent =
          StrictJson.trusted(Base64.getUrlDecoder().decode(group)).get(2).path("consent").asText();
      if ("REVOKED".equals(entry.get("outcome", String.class))) {
        revoked.add(consent);
      } else if (revoked.contains(consent)) {
        after++;
      }
    }
    return after;
  }

  private static void requireDense(DSLContext database) {
    long gaps =
        number(
            database,
            "SELECT (SELECT size FROM gateway.log_head) - count(*) + max(index) + 1 - count(*)"
                + " FROM gateway.leaf");
    if (gaps != 0) {
      throw new IllegalStateException("the log is not dense");
    }
  }

  private static long number(DSLContext database, String query) {
    return database.fetchSingle(query).get(0, Long.class);
  }
}
