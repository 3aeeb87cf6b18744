package dev.hefu.gateway.webhook;

import static dev.hefu.gateway.jooq.Tables.PARTICIPANT;
import static dev.hefu.gateway.jooq.Tables.WEBHOOK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.embedded.SharedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whose turn a webhook is, on a real PostgreSQL: several nodes, and one that died. */
@Isolated("it waits for locks")
final class DueRowsTest {
  private static final int NODES = 8;
  private static final int ALL = 1_000;
  private static final int MANY = 200;

  private DataSource source;
  private Connection connection;
  private DSLContext database;

  @BeforeEach
  void begin() throws SQLException {
    source = SharedPostgres.freshDatabase();
    connection = source.getConnection();
    database = DSL.using(connection, SQLDialect.POSTGRES);
    participant("market", "https://market.example/webhooks");
    participant("brand", "https://brand.example/webhooks?key=1");
    participant("silent", null);
  }

  @AfterEach
  void end() throws SQLException {
    connection.close();
  }

  private void participant(String id, @Nullable String url) {
    database
        .insertInto(PARTICIPANT)
        .set(PARTICIPANT.ID, id)
        .set(PARTICIPANT.NAME_EN, id)
        .set(PARTICIPANT.NAME_ZH, id)
        .set(PARTICIPANT.KIND, "PLATFORM")
        .set(PARTICIPANT.JWKS, new byte[0])
        .set(PARTICIPANT.REGISTERED_AT, OffsetDateTime.now())
        .execute();
    if (url != null) {
      WebhookRows.place(database, Instant.now(), id, url);
    }
  }

  /** A webhook that is due so long from now by the database's clock. */
  private UUID webhook(String participant, Duration in) {
    UUID id = UUID.randomUUID();
    database
        .insertInto(WEBHOOK)
        .set(WEBHOOK.ID, id)
        .set(WEBHOOK.PARTICIPANT, participant)
        .set(WEBHOOK.CONSENT, UUID.randomUUID())
        .set(WEBHOOK.CONSENT_VERSION, 2)
        .set(WEBHOOK.SUBJECT, UUID.randomUUID())
        .set(WEBHOOK.TYPE, "consent.revoked")
        .set(WEBHOOK.BODY, "{}")
        .set(WEBHOOK.MADE_AT, OffsetDateTime.now())
        .execute();
    due(id, in);
    return id;
  }

  private void due(UUID id, Duration in) {
    database
        .update(WEBHOOK)
        .set(
            WEBHOOK.NEXT_ATTEMPT_AT,
            DSL.field(
                "clock_timestamp() + {0} * interval '1 second'",
                OffsetDateTime.class, DSL.val(in.toSeconds())))
        .where(WEBHOOK.ID.eq(id))
        .execute();
  }

  private List<DueWebhook> take() {
    return DueRows.take(database, List.of(), ALL, ALL);
  }

  private static Set<UUID> ids(List<DueWebhook> due) {
    return due.stream().map(DueWebhook::id).collect(Collectors.toSet());
  }

  @Test
  void whatIsDueIsTakenOnceWithItsPlace() {
    UUID market = webhook("market", Duration.ZERO);
    UUID brand = webhook("brand", Duration.ZERO);
    webhook("market", Duration.ofSeconds(30));
    webhook("silent", Duration.ZERO);
    List<DueWebhook> taken = take();
    assertEquals(Set.of(market, brand), ids(taken));
    assertEquals(
        Set.of("https://market.example/webhooks", "https://brand.example/webhooks?key=1"),
        taken.stream().map(due -> due.url().toString()).collect(Collectors.toSet()));
    assertEquals(List.of(), take());
  }

  /** What the database says, as a later moment would find it. */
  private void pass(Duration time) {
    database
        .update(WEBHOOK)
        .set(
            WEBHOOK.NEXT_ATTEMPT_AT,
            DSL.field(
                "{0} - {1} * interval '1 second'",
                OffsetDateTime.class, WEBHOOK.NEXT_ATTEMPT_AT, DSL.val(time.toSeconds())))
        .execute();
  }

  @Test
  void whatADeadNodeHadTakenIsDueAgainAndNotBefore() {
    UUID id = webhook("market", Duration.ZERO);
    assertEquals(1, take().getFirst().attempt());
    pass(DueRows.LEASE.minusSeconds(5));
    assertEquals(List.of(), take());
    pass(Duration.ofSeconds(5));
    DueWebhook again = take().getFirst();
    assertEquals(id, again.id());
    assertEquals(2, again.attempt());
  }

  @Test
  void aNodeThatComesTooLateWithItsFailureChangesNothing() {
    webhook("market", Duration.ZERO);
    DueWebhook slow = take().getFirst();
    pass(DueRows.LEASE);
    DueWebhook now = take().getFirst();
    DueRows.failed(database, slow, "too late", Optional.of(Duration.ZERO));
    assertEquals(List.of(), take(), "it is the other node's");
    DueRows.delivered(database, now);
    pass(Duration.ofDays(30));
    assertEquals(List.of(), take());
  }

  @Test
  void whatFailedComesAgainAfterItsPauseAndAfterTheLastAttemptOnlyWhenAskedFor() {
    UUID id = webhook("market", Duration.ZERO);
    DueRows.failed(
        database, take().getFirst(), "it answered 500", Optional.of(Duration.ofSeconds(20)));
    assertEquals(List.of(), take());
    pass(Duration.ofSeconds(20));
    DueRows.failed(database, take().getFirst(), "it answered 500", Optional.empty());
    assertEquals(0, database.fetchCount(WEBHOOK, WEBHOOK.NEXT_ATTEMPT_AT.isNotNull()));
    DueRows.again(database, "brand");
    assertEquals(List.of(), take());
    DueRows.again(database, "market");
    assertEquals(Set.of(id), ids(take()));
  }

  @Test
  void whatIsAcknowledgedOrSupersededWhileItIsSentIsNotSentAgain() {
    UUID acknowledged = webhook("market", Duration.ZERO);
    UUID superseded = webhook("market", Duration.ZERO);
    List<DueWebhook> taken = take();
    assertTrue(WebhookRows.acknowledge(database, Instant.now(), acknowledged, "e.e.e"));
    UUID consent =
        database.selectFrom(WEBHOOK).where(WEBHOOK.ID.eq(superseded)).fetchSingle().getConsent();
    WebhookRows.supersede(database, List.of(consent));
    taken.forEach(
        due -> DueRows.failed(database, due, "it answered 500", Optional.of(Duration.ZERO)));
    DueRows.again(database, "market");
    assertEquals(List.of(), take());
  }

  @Test
  void oneParticipantsBacklogLeavesRoomForOthersAndBusyOnesAreLeftOut() {
    IntStream.range(0, 50).forEach(each -> webhook("market", Duration.ofSeconds(-60)));
    UUID brand = webhook("brand", Duration.ZERO);
    List<DueWebhook> taken = DueRows.take(database, List.of(), 8, 64);
    assertEquals(9, taken.size());
    assertTrue(ids(taken).contains(brand));
    webhook("brand", Duration.ZERO);
    assertEquals(
        Set.of("market"),
        DueRows.take(database, List.of("brand"), 8, 64).stream()
            .map(DueWebhook::participant)
            .collect(Collectors.toSet()));
    assertEquals(3, DueRows.take(database, List.of(), 8, 3).size());
  }

  /** Far longer than passing over takes. */
  private static final String WAITS = "SET lock_timeout = '3s'";

  /** Somebody, as a revocation does, holds one of the rows while the others are made due. */
  private void whileOneIsHeld(Consumer<DSLContext> node) throws SQLException {
    UUID held = webhook("market", Duration.ofDays(1));
    UUID free = webhook("market", Duration.ofDays(1));
    database.update(WEBHOOK).set(WEBHOOK.ATTEMPTS, 3).execute();
    try (Connection holding = source.getConnection();
        Connection asking = source.getConnection()) {
      holding.setAutoCommit(false);
      WebhookRows.supersede(
          DSL.using(holding, SQLDialect.POSTGRES),
          database
              .select(WEBHOOK.CONSENT)
              .from(WEBHOOK)
              .where(WEBHOOK.ID.eq(held))
              .fetch(WEBHOOK.CONSENT));
      DSLContext other = DSL.using(asking, SQLDialect.POSTGRES);
      other.execute(WAITS);
      node.accept(other);
      assertEquals(Set.of(free), ids(take()), "the other one is due, and the held one is not");
      holding.commit();
      assertEquals(List.of(), take());
    }
  }

  @Test
  void whatSomebodyElseHoldsIsPassedOver() throws Exception {
    whileOneIsHeld(node -> DueRows.again(node, "market"));
  }

  /** The same without passing over: it waits for whoever holds the row. */
  @Test
  void controlWhoDoesNotPassOverWaits() {
    assertThrows(
        DataAccessException.class,
        () ->
            whileOneIsHeld(
                node ->
                    node.update(WEBHOOK)
                        .set(WEBHOOK.ATTEMPTS, 0)
                        .where(WEBHOOK.PARTICIPANT.eq("market"))
                        .execute()),
        "the test would not notice");
  }

  @Test
  void nodesThatLookAtOneMomentTakeEachWebhookOnce() throws Exception {
    assertEquals(List.of(), twice(node -> DueRows.take(node, List.of(), 3, 3)));
  }

  /** Read first, taken afterwards: two nodes have it. */
  @Test
  void controlNodesThatReadBeforeTheyTakeHaveSomeTwice() throws Exception {
    assertTrue(!twice(DueRowsTest::readThenTaken).isEmpty(), "the test would not notice");
  }

  private static List<DueWebhook> readThenTaken(DSLContext node) {
    List<UUID> read =
        node.select(WEBHOOK.ID)
            .from(WEBHOOK)
            .where(WEBHOOK.NEXT_ATTEMPT_AT.isNotNull())
            .limit(3)
            .fetch(WEBHOOK.ID);
    // One by one: several locked in one statement can wait for each other in a circle.
    for (UUID id : read) {
      node.update(WEBHOOK).setNull(WEBHOOK.NEXT_ATTEMPT_AT).where(WEBHOOK.ID.eq(id)).execute();
    }
    return read.stream()
        .map(id -> new DueWebhook(id, "", URI.create("https://one.example"), "", 1))
        .toList();
  }

  /** Those that were taken more than once when several nodes take all there is. */
  private List<UUID> twice(Function<DSLContext, List<DueWebhook>> taking) throws Exception {
    IntStream.range(0, MANY).forEach(each -> webhook("market", Duration.ZERO));
    List<UUID> all = new ArrayList<>();
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<UUID>>> results = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        results.add(nodes.submit(() -> takenByOne(taking)));
      }
      for (Future<List<UUID>> result : results) {
        all.addAll(result.get());
      }
    }
    assertEquals(MANY, Set.copyOf(all).size());
    Set<UUID> seen = new HashSet<>();
    return all.stream().filter(id -> !seen.add(id)).toList();
  }

  private List<UUID> takenByOne(Function<DSLContext, List<DueWebhook>> taking) throws SQLException {
    List<UUID> taken = new ArrayList<>();
    try (Connection own = source.getConnection()) {
      DSLContext node = DSL.using(own, SQLDialect.POSTGRES);
      List<DueWebhook> some = taking.apply(node);
      while (!some.isEmpty()) {
        some.forEach(due -> taken.add(due.id()));
        some = taking.apply(node);
      }
    }
    return taken;
  }
}
