package dev.hefu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.ExchangeClaim;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.exchange.AdmissionFacts;
import dev.hefu.policy.admit.Claim;
import dev.hefu.policy.admit.Proposal;
import dev.hefu.policy.admit.Seen;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.agreement.AgreementOutcome;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.decision.Ask;
import dev.hefu.policy.decision.Candidate;
import dev.hefu.policy.decision.CandidateSearch;
import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Persons who consented, two participants with an agreement, and a committer, without HTTP. */
final class EvidenceWorld implements AutoCloseable {
  private static final String CONSUMER = "market";
  private static final String PROVIDER = "wallet";
  private static final int PERSONS = 1_000;

  /** As long as the sealed answer of a small record. */
  private static final int ENVELOPE_BYTES = 1_536;

  private static final String POLICY_INPUT = PolicyBench.input().text().json();

  private final LocalPostgres postgres;
  private final HikariDataSource commits;
  private final DSLContext database;
  private final Committer committer;
  private final List<Candidate.Person> persons = new ArrayList<>();
  private final Candidate ground;

  EvidenceWorld() throws IOException {
    Path folder = Files.createTempDirectory("hefu-bench");
    postgres = LocalPostgres.start(folder.resolve("postgres"), 0);
    Migrations.run(postgres.dataSource());
    database = DSL.using(postgres.dataSource(), SQLDialect.POSTGRES);
    KeyFile root = KeyFile.openOrCreate(folder.resolve("root.key"));
    NoteSigner signer = NoteSigner.of("hefu.bench/log", root.derive("log"));
    EvidenceLog.open(database, signer);
    commits = commits(postgres.url());
    ConsentLedger consents = new ConsentLedger(new Pseudonyms(Secret.random()));
    committer = new Committer(commits, new TagKeys(root, database), signer, new AdmissionFacts());
    ground = populate(consents);
  }

  private static HikariDataSource commits(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(LocalPostgres.NAME);
    config.setMaximumPoolSize(2);
    config.setConnectionInitSql("SET synchronous_commit = on");
    return new HikariDataSource(config);
  }

  private Candidate populate(ConsentLedger consents) {
    Instant now = Instant.now();
    for (String id : List.of(CONSUMER, PROVIDER)) {
      database.execute(
          "INSERT INTO gateway.participant (id, name_en, name_zh, kind, jwks, registered_at)"
              + " VALUES (?, ?, ?, 'PLATFORM', ''::bytea, clock_timestamp())",
          id,
          id,
          id);
    }
    DatasetVersion dataset = new DatasetVersion("payment-profile", 1);
    SharingTerms sharing =
        new SharingTerms(
            PROVIDER,
            CONSUMER,
            Set.of(dataset),
            Set.of(Purpose.RECOMMENDATION),
            Tier.PSEUDONYMOUS,
            now.minusSeconds(60),
            now.plus(Duration.ofDays(1)));
    var proposed =
        (AgreementOutcome.Changed)
            SharingAgreements.propose(database, now, CONSUMER, sharing, "{}", "jws");
    SharingAgreements.countersign(
        database, now, proposed.agreement().standing().id(), PROVIDER, "{}", "jws");
    LocalIds localIds = new LocalIds(Secret.random());
    LinkLedger links = new LinkLedger(localIds, consents);
    CandidateSearch search = new CandidateSearch(localIds);
    Candidate found = null;
    for (int i = 0; i < PERSONS; i++) {
      UUID subject = UUID.randomUUID();
      link(links, now, subject, CONSUMER, "m-" + i);
      link(links, now, subject, PROVIDER, "w-" + i);
      consents.grant(database, now, subject, terms(now), new Notice("data-sharing", 1, "zh", "d"));
      Ask ask =
          new Ask(
              CONSUMER,
              PROVIDER,
              dataset,
              Purpose.RECOMMENDATION,
              Tier.PSEUDONYMOUS,
              "m-" + i,
              null);
      found = search.find(database, Instant.now(), ask);
      Candidate.Person person = found.person();
      if (person == null) {
        throw new IllegalStateException("person " + i + " was not found");
      }
      persons.add(person);
    }
    if (found == null) {
      throw new IllegalStateException("nobody was found");
    }
    return found;
  }

  private void link(
      LinkLedger links, Instant now, UUID subject, String participant, String localId) {
    String nonce =
        ((RequestOutcome.Requested) links.request(database, now, subject, participant))
            .request()
            .nonce();
    links.link(
        database,
        now,
        subject,
        new LinkToken(participant, localId, nonce, now, now.plus(Duration.ofMinutes(5))));
  }

  private static ConsentTerms terms(Instant now) {
    return new ConsentTerms(
        Set.of(PROVIDER),
        CONSUMER,
        Purpose.RECOMMENDATION,
        Set.of(Category.PAYMENT),
        Tier.PSEUDONYMOUS,
        now.minusSeconds(60),
        now.plus(Duration.ofDays(1)),
        ConsentMode.PERIODIC,
        null,
        Duration.ofDays(30),
        RecordScope.ALL,
        LegalBasis.CONSENT,
        new SeparateConsents(true, true, false, false));
  }

  /** Admits one exchange about some person and makes its leaf durable. */
  void commit(int number) {
    Candidate.Person person = persons.get(number % persons.size());
    UUID exchange = UUID.randomUUID();
    Claim claim =
        new Claim(
            exchange,
            CONSUMER,
            PROVIDER,
            new Seen(1, 1, ground.agreementSeen(), person.seen()),
            exchange.toString(),
            "digest of the request, as long as one",
            new Proposal.Permit(),
            false);
    Verdict verdict =
        committer
            .exchange(
                new ExchangeClaim(
                    claim, new Verdict.Permit(), ruling -> draft(exchange, person), envelope()))
            .verdict();
    if (!(verdict instanceof Verdict.Permit)) {
      throw new IllegalStateException(verdict.toString());
    }
  }

  /** Random, as what is sealed cannot be compressed. */
  private static String envelope() {
    byte[] sealed = new byte[ENVELOPE_BYTES];
    ThreadLocalRandom.current().nextBytes(sealed);
    return Base64.getUrlEncoder().encodeToString(sealed);
  }

  private static LeafDraft draft(UUID exchange, Candidate.Person person) {
    UUID subject = person.consent().subject();
    Map<Group, JsonNode> groups =
        Map.of(
            Group.PARTIES, object().put("consumer", CONSUMER).put("provider", PROVIDER),
            Group.LEGAL, object().put("purpose", "recommendation").put("agreement", "a".repeat(36)),
            Group.DECISION, object().put("outcome", "permit").put("policy", "p".repeat(64)),
            Group.DATA, object().put("dataset", "payment-profile").put("envelope", "d".repeat(43)),
            Group.SUBJECT, object().put("subject", subject.toString()));
    return new LeafDraft(
        LeafKind.EXCHANGE,
        exchange,
        Instant.now(),
        new LeafDraft.Owners(subject, PROVIDER, CONSUMER),
        "PERMIT",
        groups,
        new LeafDraft.PolicyTrace(POLICY_INPUT, "permit"));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Processor time used so far; the committer and its callers are this process. */
  Cpu cpu() {
    return new Cpu(
        Duration.ZERO,
        postgres.cpu(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** On the connections that the committer uses. */
  DSLContext commits() {
    return DSL.using(commits, SQLDialect.POSTGRES);
  }

  DSLContext database() {
    return database;
  }

  @Override
  public void close() {
    committer.close();
    commits.close();
    postgres.close();
  }
}
