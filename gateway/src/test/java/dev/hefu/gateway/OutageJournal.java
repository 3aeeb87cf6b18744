package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.client.Answer;
import dev.hefu.client.AnswerOpener;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PersonClient;
import dev.hefu.gateway.OutageLoad.Kind;
import dev.hefu.gateway.OutageLoad.Told;
import dev.hefu.gateway.audit.LogDatabase;
import dev.hefu.gateway.audit.Report;
import dev.hefu.gateway.audit.RowAudit;
import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.Receipt;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * What the consumer was given and what the person was told, held against the log afterwards
 * (invariants I1, I2, I3, I5 and I6).
 */
final class OutageJournal {
  /** Opening an answer verifies everything in it; so many show that they are whole. */
  private static final int OPENED = 300;

  /** Receipts that are asked for over HTTP. */
  private static final int RECEIPTS = 20;

  private final OutageWorld world;
  private final Map<Long, Long> revoked = new HashMap<>();
  private String reference;

  OutageJournal(OutageWorld world) {
    this.world = world;
    this.reference = consent().reference();
  }

  private PersonClient person() {
    return new PersonClient(world.network.calls(world.changing.tokens(), world.node.url()));
  }

  private ConsentView consent() {
    return person().grant(world.network.grant(ConsentGrant.Mode.PERIODIC)).orThrow();
  }

  /** A revocation under way: the person asks until it is acknowledged. */
  final class Revoking {
    private final CompletableFuture<Void> told = CompletableFuture.runAsync(() -> ask(reference));

    private void ask(String consent) {
      boolean over = false;
      while (!over) {
        try {
          over = person().revoke(consent) instanceof Answer.Success || isRevoked(consent);
        } catch (UncheckedIOException | IllegalStateException notNow) {
          // The part that it needs is away; the person tries again.
        }
      }
    }

    private boolean isRevoked(String consent) {
      return person().consents().orThrow().items().stream()
          .anyMatch(
              one -> one.reference().equals(consent) && one.state() == ConsentView.State.REVOKED);
    }

    /** After the acknowledgement; notes between which leaves there was no consent. */
    void consentAgain() {
      told.join();
      ConsentView again = consent();
      reference = again.reference();
      long until = Objects.requireNonNull(again.evidence()).index();
      Record last =
          DSL.using(world.database, SQLDialect.POSTGRES)
              .fetchSingle(
                  "SELECT max(index) FROM gateway.disclosure"
                      + " WHERE kind = 'consent' AND outcome = 'revoked'");
      revoked.put(last.get(0, Long.class), until);
    }
  }

  Revoking revoke() {
    return new Revoking();
  }

  /** Holds everything against the log. */
  void check() throws Exception {
    List<Told> journal = world.load.journal();
    Map<UUID, Record> permits = new HashMap<>();
    try (Connection connection = world.database.getConnection()) {
      var log = DSL.using(connection, SQLDialect.POSTGRES);
      log.fetch(
              """
              SELECT d.index, d.exchange, d.outcome, convert_from(l.bytes, 'UTF8') AS leaf
              FROM gateway.disclosure d JOIN gateway.leaf l USING (index)
              WHERE d.kind = 'exchange' AND d.outcome IN ('PERMIT', 'replay')
              """)
          .forEach(row -> permits.put(row.get("exchange", UUID.class), row));
      assertInstanceOf(
          Report.Sound.class,
          RowAudit.check(
              new LogDatabase(connection, "gateway", checkpoint()),
              world.network.gateway.logKey()));
      // In one statement: calls go on.
      assertEquals(
          0L,
          log.fetchSingle(
                  """
                  SELECT (SELECT count(*) FROM gateway.idempotency) - count(*)
                  FROM gateway.disclosure WHERE kind = 'exchange' AND outcome = 'PERMIT'
                  """)
              .get(0, Long.class),
          "one permit for each key");
    }
    Map<String, UUID> byKey = new HashMap<>();
    Map<Long, String> leaves = new HashMap<>();
    AnswerOpener opener = world.network.market.opener(world.network.gateway);
    int opened = 0;
    for (Told told : journal) {
      ExchangeAnswer given = told.released();
      if (given == null) {
        continue;
      }
      assertTrue(told.kind() != Kind.NOBODY, () -> "given without a consent: " + told);
      UUID before = byKey.putIfAbsent(told.key(), given.exchange());
      assertTrue(before == null || before.equals(given.exchange()), () -> "twice: " + told);
      assertNull(
          leaves.put(given.evidence().index(), given.evidence().leaf()), "a leaf given twice");
      Record row = permits.get(given.exchange());
      if (row == null) {
        throw new AssertionError("not in the log: " + told);
      }
      if (told.kind() == Kind.CHANGING) {
        revoked.forEach(
            (from, until) ->
                assertTrue(
                    given.evidence().index() < from || given.evidence().index() > until,
                    () -> "given after the revocation " + from + ": " + told));
      }
      if (opened < RECEIPTS) {
        Receipt receipt = world.network.market.client().receipt(given.exchange()).orThrow();
        assertEquals(row.get("outcome"), receipt.outcome());
      }
      if (opened++ < OPENED) {
        assertInstanceOf(
            OpenedAnswer.Verified.class, opener.open(world.load.request(told.kind()), given));
      }
    }
    inTheLog(leaves);
    if (world.opa.isPresent()) {
      try (Connection connection = world.database.getConnection()) {
        assertEquals(
            RulesFile.shipped().revision(),
            new PastDecisions(connection).page(-1).getLast().revision());
      }
    }
    System.out.printf(
        "%d calls, %d given, %d leaves compared, %d revocations%n",
        journal.size(), byKey.size(), leaves.size(), revoked.size());
  }

  /** Each given leaf stands at its index, byte for byte. */
  private void inTheLog(Map<Long, String> leaves) {
    Map<Long, String> kept = new HashMap<>();
    DSL.using(world.database, SQLDialect.POSTGRES)
        .fetch("SELECT index, convert_from(bytes, 'UTF8') FROM gateway.leaf")
        .forEach(row -> kept.put(row.get(0, Long.class), row.get(1, String.class)));
    leaves.forEach((index, leaf) -> assertEquals(leaf, kept.get(index), "leaf " + index));
  }

  private String checkpoint() throws Exception {
    return world
        .network
        .http
        .send(
            HttpRequest.newBuilder(world.node.url().resolve("/log/checkpoint")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
