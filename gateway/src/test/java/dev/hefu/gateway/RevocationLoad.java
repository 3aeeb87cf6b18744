package dev.hefu.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Reads at full load from two nodes, while hot consents are revoked and granted again at a steady
 * rate; afterwards the whole log is held against what the persons were told, and what left the
 * nodes against when they were told it.
 */
final class RevocationLoad {
  /** More of them only wait longer on two processors. */
  private static final int READERS = 12;

  /** On a machine that is busy with others a run goes on until it has shown something. */
  private static final int LEAST_REVOCATIONS = 30;

  private static final int LEAST_DISCLOSURES = 100;

  /** It then shows what it has. */
  private static final Duration MOST = Duration.ofSeconds(60);

  private final TestNetwork network;
  private final List<NodeProcess> nodes;
  private final List<Hot> persons = new ArrayList<>();
  private final Map<String, Revocation> revocations = new ConcurrentHashMap<>();
  private final Duration between;
  private final AtomicInteger disclosed = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  /** One person whose consent is hot, as they reach each node. */
  private record Hot(List<PersonClient> clients, ExchangeRequest request) {}

  /** What a person was told: from the call, to the acknowledgement, of this leaf. */
  private record Revocation(long index, long askedNanos, long toldNanos) {}

  /** A disclosure that the log has after the revocation of its consent. */
  record Violation(long disclosure, long revocation) {}

  /** An answer that left after its person was told that the consent is over. */
  record Late(NodeProcess.Release release, long toldNanos) {
    boolean withinFence() {
      return release.checkedNanos() - release.sentNanos() <= Fence.OPEN.toNanos();
    }

    @Override
    public String toString() {
      return "late by %.1f ms: fence found open %.1f ms after the commit was sent, written %.1f ms later"
          .formatted(
              (release.writtenNanos() - toldNanos) / 1e6,
              (release.checkedNanos() - release.sentNanos()) / 1e6,
              (release.writtenNanos() - release.checkedNanos()) / 1e6);
    }
  }

  /**
   * What came of a run.
   *
   * @param p50 from a person's call to its acknowledgement
   */
  record Result(
      int disclosures,
      int revocations,
      List<Violation> violations,
      List<Late> late,
      Duration p50,
      Duration p99) {
    @Override
    public String toString() {
      return "%d disclosures, %d revocations, %d after their revocation, %d late; revocation told after p50 %d ms, p99 %d ms"
          .formatted(
              disclosures,
              revocations,
              violations.size(),
              late.size(),
              p50.toMillis(),
              p99.toMillis());
    }
  }

  /**
   * @param hot consents that are read, revoked and granted again
   * @param between revocations; a consent is to be in force most of the time
   */
  RevocationLoad(TestNetwork network, List<NodeProcess> nodes, int hot, Duration between) {
    this.between = between;
    this.network = network;
    this.nodes = nodes;
    for (int i = 0; i < hot; i++) {
      Person person = network.person();
      persons.add(
          new Hot(
              nodes.stream()
                  .map(node -> new PersonClient(network.calls(person.tokens(), node.url())))
                  .toList(),
              network.request(person)));
    }
  }

  /** Runs for so long at least; the disturbance is called over and over meanwhile. */
  Result run(Duration time, Runnable disturbance) throws InterruptedException {
    BlockingQueue<Hot> granted = new LinkedBlockingQueue<>();
    Map<Hot, String> references = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Hot person : persons) {
        grant(person, 0, references, granted);
      }
      for (int i = 0; i < READERS; i++) {
        int seed = i;
        threads.execute(() -> read(new Random(seed)));
      }
      threads.execute(
          () -> {
            while (!over.get()) {
              disturbance.run();
            }
          });
      long begin = System.nanoTime();
      for (int i = 0; goesOn(Duration.ofNanos(System.nanoTime() - begin), time); i++) {
        Hot person = granted.poll(1, TimeUnit.SECONDS);
        if (person != null) {
          int node = i % nodes.size();
          threads.execute(() -> revoke(person, node, references, granted));
        }
        LockSupport.parkNanos(between.toNanos());
      }
      over.set(true);
    }
    return result();
  }

  private boolean goesOn(Duration passed, Duration time) {
    boolean shown = revocations.size() >= LEAST_REVOCATIONS && disclosed.get() >= LEAST_DISCLOSURES;
    return passed.compareTo(time) < 0 || (!shown && passed.compareTo(MOST) < 0);
  }

  private void read(RandomGenerator random) {
    List<PartnerClient> clients =
        nodes.stream().map(node -> network.client(network.market, node.url())).toList();
    while (!over.get()) {
      try {
        ExchangeRequest request = persons.get(random.nextInt(persons.size())).request();
        if (clients
                .get(random.nextInt(clients.size()))
                .exchange(request, PartnerClient.newIdempotencyKey())
            instanceof Answer.Success) {
          disclosed.incrementAndGet();
        }
      } catch (UncheckedIOException stopped) {
        // The node was stopped for too long; its log is what counts.
      }
    }
  }

  private void grant(
      Hot person, int node, Map<Hot, String> references, BlockingQueue<Hot> granted) {
    ConsentView consent =
        person.clients().get(node).grant(network.grant(ConsentGrant.Mode.PERIODIC)).orThrow();
    references.put(person, consent.reference());
    granted.add(person);
  }

  private void revoke(
      Hot person, int node, Map<Hot, String> references, BlockingQueue<Hot> granted) {
    String reference = Objects.requireNonNull(references.get(person));
    long asked = System.nanoTime();
    try {
      if (person.clients().get(node).revoke(reference)
          instanceof Answer.Success<ConsentView>(int status, ConsentView ended)) {
        long told = System.nanoTime();
        long index = Objects.requireNonNull(ended.evidence()).index();
        revocations.put(reference, new Revocation(index, asked, told));
      }
      if (!over.get()) {
        grant(person, node, references, granted);
      }
    } catch (UncheckedIOException | IllegalStateException unavailable) {
      // Of a consent that nobody was told about nothing is claimed; the person tries again.
      granted.add(person);
    }
  }

  /** Every disclosure in the log, held against the revocation of its consent. */
  private Result result() {
    Map<Long, String> consentOfLeaf = new HashMap<>();
    List<Violation> violations = new ArrayList<>();
    List<Record> rows =
        DSL.using(network.database, SQLDialect.POSTGRES)
            .fetch(
                """
                SELECT index, subject_group FROM gateway.disclosure
                WHERE kind = 'exchange' AND outcome IN ('PERMIT', 'replay') ORDER BY index
                """);
    for (Record row : rows) {
      String consent = consent(row.get("subject_group", String.class));
      long index = row.get("index", Long.class);
      consentOfLeaf.put(index, consent);
      Revocation revoked = revocations.get(consent);
      if (revoked != null && index > revoked.index()) {
        violations.add(new Violation(index, revoked.index()));
      }
    }
    List<Late> late = new ArrayList<>();
    for (NodeProcess node : nodes) {
      for (NodeProcess.Release release : node.releases()) {
        Revocation revoked =
            revocations.get(consentOfLeaf.getOrDefault(release.leaf(), "of nobody"));
        if (revoked != null && release.writtenNanos() > revoked.toldNanos()) {
          late.add(new Late(release, revoked.toldNanos()));
        }
      }
    }
    List<Long> latencies =
        revocations.values().stream()
            .map(one -> one.toldNanos() - one.askedNanos())
            .sorted()
            .toList();
    return new Result(
        rows.size(),
        revocations.size(),
        violations,
        late,
        quantile(latencies, 0.5),
        quantile(latencies, 0.99));
  }

  /** The person's own reference of the consent, out of the group {@code [salt, name, value]}. */
  private static String consent(String group) {
    JsonNode subject = StrictJson.trusted(Base64.getUrlDecoder().decode(group)).get(2);
    return subject.path("consent").asText();
  }

  private static Duration quantile(List<Long> sorted, double share) {
    return Duration.ofNanos(sorted.get((int) Math.min(sorted.size() - 1L, sorted.size() * share)));
  }
}
