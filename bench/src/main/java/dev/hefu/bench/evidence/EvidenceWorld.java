package dev.hefu.bench.evidence;

import dev.hefu.bench.measure.BenchFolder;
import dev.hefu.bench.measure.Cpu;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.agreement.AgreementOutcome;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/** Persons who consented, two participants with an agreement, and one node to commit with. */
final class EvidenceWorld implements AutoCloseable {
  private final BenchFolder folder = new BenchFolder();
  private final LocalPostgres postgres;
  private final EvidenceNode node;

  /**
   * Starts PostgreSQL and populates it.
   *
   * @param persons how many, numbered from 0
   */
  EvidenceWorld(int persons) throws IOException {
    postgres = LocalPostgres.start(folder.path().resolve("postgres"), 0);
    Migrations.run(postgres.dataSource());
    node = new EvidenceNode(postgres.url(), folder.path(), reads -> new AdmissionFacts());
    Instant now = Instant.now();
    participants(node.reads());
    // Without this every proof would be one from before a crash.
    node.reads().execute("INSERT INTO gateway.proof_epoch (since) VALUES (0)");
    agree(node.reads(), now);
    LinkLedger links = new LinkLedger(node.localIds, node.consents);
    for (int person = 0; person < persons; person++) {
      UUID subject = UUID.randomUUID();
      link(links, now, subject, EvidenceNode.CONSUMER, EvidenceNode.consumersId(person));
      link(links, now, subject, EvidenceNode.PROVIDER, "w-" + person);
      node.populate(node.reads(), now, subject);
    }
  }

  private static void participants(DSLContext database) {
    for (String id : List.of(EvidenceNode.CONSUMER, EvidenceNode.PROVIDER)) {
      database.execute(
          "INSERT INTO gateway.participant (id, name_en, name_zh, kind, jwks, registered_at)"
              + " VALUES (?, ?, ?, 'PLATFORM', ''::bytea, clock_timestamp())",
          id,
          id,
          id);
    }
  }

  private static void agree(DSLContext database, Instant now) {
    SharingTerms sharing =
        new SharingTerms(
            EvidenceNode.PROVIDER,
            EvidenceNode.CONSUMER,
            Set.of(EvidenceNode.DATASET),
            Set.of(Purpose.RECOMMENDATION),
            Tier.PSEUDONYMOUS,
            now.minusSeconds(60),
            now.plus(Duration.ofDays(1)),
            null);
    var proposed =
        (AgreementOutcome.Changed)
            SharingAgreements.propose(database, now, EvidenceNode.CONSUMER, sharing, "{}", "jws");
    SharingAgreements.countersign(
        database, now, proposed.agreement().standing().id(), EvidenceNode.PROVIDER, "{}", "jws");
  }

  private void link(
      LinkLedger links, Instant now, UUID subject, String participant, String localId) {
    DSLContext database = node.reads();
    String nonce =
        ((RequestOutcome.Requested) links.request(database, now, subject, participant))
            .request()
            .nonce();
    links.link(
        database,
        now,
        subject,
        new LinkToken(participant, localId, nonce, now, now.plus(Duration.ofMinutes(5)), null));
  }

  /** Commits from this process. */
  EvidenceNode node() {
    return node;
  }

  /** What another process needs to be a node of the same log. */
  String url() {
    return postgres.url();
  }

  /** Where the keys are. */
  Path folder() {
    return folder.path();
  }

  /** Processor time used so far; the committer and its callers are this process. */
  Cpu cpu() {
    return new Cpu(
        Duration.ZERO,
        postgres.cpu(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  DSLContext database() {
    return node.reads();
  }

  @Override
  public void close() {
    node.close();
    postgres.close();
    folder.close();
  }
}
