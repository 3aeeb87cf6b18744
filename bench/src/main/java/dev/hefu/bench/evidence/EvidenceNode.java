package dev.hefu.bench.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.bench.policy.PolicyBench;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.evidence.Change;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.ExchangeClaim;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.CandidateSearch;
import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.subject.LocalIds;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a node of the gateway commits with, and nothing else of it: no HTTP, no rules, no sealing.
 */
final class EvidenceNode implements AutoCloseable {
  static final String CONSUMER = "market";
  static final String PROVIDER = "wallet";
  static final DatasetVersion DATASET = new DatasetVersion("payment-profile", 1);

  /** As long as the sealed answer of a small record, in base64url. */
  private static final int ENVELOPE_BYTES = 1_536;

  private static final int PROOF_BYTES = 32;

  private static final String POLICY_INPUT = PolicyBench.input().text().json();

  private static final Notice NOTICE = new Notice("data-sharing", 1, "zh", "d");

  private final HikariDataSource reads;
  private final HikariDataSource commits;
  private final Committer committer;
  private final CandidateSearch search;
  final ConsentLedger consents;
  final LocalIds localIds;

  /**
   * On a database whose tables are made.
   *
   * @param facts the source of facts, given a way to read outside of the commit
   */
  EvidenceNode(String url, Path folder, Function<DSLContext, FactsSource> facts)
      throws IOException {
    reads = pool(url, 16, null);
    commits = pool(url, 2, Committer.SESSION);
    KeyFile root = KeyFile.openOrCreate(folder.resolve("root.key"));
    NoteSigner signer = NoteSigner.of("hefu.bench/log", root.derive("log"));
    EvidenceLog.open(reads(), signer);
    consents = new ConsentLedger(new Pseudonyms(root.derive("pseudonyms")));
    localIds = new LocalIds(root.derive("local-ids"));
    search = new CandidateSearch(localIds);
    committer = new Committer(commits, new TagKeys(root, reads()), signer, facts.apply(reads()));
  }

  private static HikariDataSource pool(String url, int size, @Nullable String session) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(LocalPostgres.NAME);
    config.setMaximumPoolSize(size);
    config.setConnectionInitSql(session);
    return new HikariDataSource(config);
  }

  /** Outside of any commit. */
  DSLContext reads() {
    return DSL.using(reads, SQLDialect.POSTGRES);
  }

  /** On the connections that the committer uses. */
  DSLContext commits() {
    return DSL.using(commits, SQLDialect.POSTGRES);
  }

  /** The person of this number, by the consent that stands now; no person in it if none does. */
  Candidate find(int person) {
    return search.find(
        reads(),
        Instant.now(),
        new Ask(
            CONSUMER,
            PROVIDER,
            DATASET,
            Purpose.RECOMMENDATION,
            Tier.PSEUDONYMOUS,
            consumersId(person),
            null),
        Set.of(Category.PAYMENT));
  }

  static String consumersId(int person) {
    return "m-" + person;
  }

  static ConsentTerms terms(Instant now) {
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
        null,
        Duration.ofDays(30),
        RecordScope.ALL,
        LegalBasis.CONSENT,
        new SeparateConsents(true, true, false, false));
  }

  /** Grants without a leaf, for the population of a database that nobody uses yet. */
  void populate(DSLContext database, Instant now, UUID subject) {
    consents.grant(database, now, subject, terms(now), NOTICE);
  }

  void grant(UUID subject) {
    committer.change(
        (tx, now) -> changed(consents.grant(tx, now, subject, terms(now), NOTICE), now, false));
  }

  /**
   * Revokes, and returns when that is acknowledged.
   *
   * @param restricts whether the acknowledgement waits for the fence
   */
  void revoke(Consent consent, boolean restricts) {
    committer.change(
        (Change<ConsentOutcome>)
            (tx, now) ->
                changed(
                    consents.revoke(tx, now, consent.subject(), consent.subjectReference()),
                    now,
                    restricts));
  }

  private static Changed<ConsentOutcome> changed(
      ConsentOutcome outcome, Instant now, boolean restricts) {
    if (!(outcome instanceof ConsentOutcome.Changed(Consent consent))) {
      throw new IllegalStateException(outcome.toString());
    }
    Map<Group, JsonNode> groups = Map.of(Group.LEGAL, legal(consent));
    LeafDraft leaf =
        LeafDraft.change(
            LeafKind.CONSENT,
            now,
            new LeafDraft.Owners(consent.subject(), PROVIDER, CONSUMER),
            consent.state().name(),
            groups);
    return new Changed<>(outcome, List.of(leaf), restricts);
  }

  /** Admits one exchange about a person and makes its leaf durable. */
  Ruled commit(Candidate found, Candidate.Person person) {
    UUID exchange = UUID.randomUUID();
    Claim claim =
        new Claim(
            exchange,
            CONSUMER,
            PROVIDER,
            freshProof(),
            new Seen(1, 1, found.agreementSeen(), person.seen(), null, found.budgeted()),
            exchange.toString(),
            "digest of the request, as long as one",
            new Proposal.Permit(1, "digest of what it rests on, as long as one"),
            false);
    return committer.exchange(
        new ExchangeClaim(
            claim, new Verdict.Permit(), verdict -> draft(exchange, person, verdict), envelope()));
  }

  /** As each caller's token brings one: a proof that nobody has shown. */
  private static Proof freshProof() {
    byte[] digest = new byte[PROOF_BYTES];
    ThreadLocalRandom.current().nextBytes(digest);
    return new Proof(ByteBuffer.wrap(digest), Instant.now().getEpochSecond());
  }

  /** Random, as what is sealed cannot be compressed. */
  private static String envelope() {
    byte[] sealed = new byte[ENVELOPE_BYTES];
    ThreadLocalRandom.current().nextBytes(sealed);
    return Base64.getUrlEncoder().encodeToString(sealed);
  }

  private static LeafDraft draft(UUID exchange, Candidate.Person person, Verdict verdict) {
    Consent consent = person.consent();
    String outcome = verdict instanceof Verdict.Permit ? "PERMIT" : "DENY";
    Map<Group, JsonNode> groups =
        Map.of(
            Group.PARTIES, object().put("consumer", CONSUMER).put("provider", PROVIDER),
            Group.LEGAL, legal(consent),
            Group.DECISION, object().put("outcome", outcome).put("policy", "p".repeat(64)),
            Group.DATA, object().put("dataset", DATASET.name()).put("envelope", "d".repeat(43)),
            Group.SUBJECT, object().put("subject", consent.subject().toString()));
    return new LeafDraft(
        LeafKind.EXCHANGE,
        exchange,
        Instant.now(),
        new LeafDraft.Owners(consent.subject(), PROVIDER, CONSUMER),
        outcome,
        groups,
        new LeafDraft.PolicyTrace(POLICY_INPUT, "permit"));
  }

  private static ObjectNode legal(Consent consent) {
    return object().put("purpose", "recommendation").put("consent", consent.id().toString());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    committer.close();
    commits.close();
    reads.close();
  }
}
