package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.agreement.AgreementOutcome;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingAgreements;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.CandidateSearch;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Two participants with a sharing agreement, persons who consented, and as many committing nodes as
 * are asked for, on a database of its own.
 */
final class BudgetWorld implements AutoCloseable {
  private static final String MARKET = "market";
  private static final String WALLET = "wallet";
  private static final DatasetVersion PROFILE = new DatasetVersion("payment-profile", 1);

  private final DataSource source = SharedPostgres.freshDatabase();
  final DSLContext database = DSL.using(source, SQLDialect.POSTGRES);
  private final NoteSigner signer = NoteSigner.of("hefu.test/log", Secret.random());
  private final TagKeys tagKeys;
  private final ConsentLedger consents = new ConsentLedger(new Pseudonyms(Secret.random()));
  private final LocalIds localIds = new LocalIds(Secret.random());
  private final LinkLedger links = new LinkLedger(localIds, consents);
  private final CandidateSearch search = new CandidateSearch(localIds);
  private final Instant start = Instant.now().minusSeconds(60);
  private final Deque<Committer> nodes = new ArrayDeque<>();

  BudgetWorld(Path folder, @Nullable SharingBudgets budgets) throws IOException {
    tagKeys = new TagKeys(KeyFile.openOrCreate(folder.resolve("root.key")), database);
    EvidenceLog.open(database, signer);
    for (String id : List.of(MARKET, WALLET)) {
      database.execute(
          "INSERT INTO gateway.participant (id, name_en, name_zh, kind, jwks, registered_at)"
              + " VALUES (?, ?, ?, 'PLATFORM', ''::bytea, clock_timestamp())",
          id,
          id,
          id);
    }
    SharingTerms terms =
        new SharingTerms(
            WALLET,
            MARKET,
            Set.of(PROFILE),
            Set.of(Purpose.RECOMMENDATION),
            Tier.PSEUDONYMOUS,
            start,
            start.plus(Duration.ofDays(1)),
            budgets);
    var proposed =
        (AgreementOutcome.Changed)
            SharingAgreements.propose(database, start, MARKET, terms, "{}", "jws");
    SharingAgreements.countersign(
        database, start, proposed.agreement().standing().id(), WALLET, "{}", "jws");
  }

  /** A person who consented, by the market's own id of them. */
  String person(@Nullable Allowance frequency, @Nullable Integer maxRecords) {
    UUID subject = UUID.randomUUID();
    String localId = "m-" + subject;
    link(subject, MARKET, localId);
    link(subject, WALLET, "w-" + subject);
    ConsentTerms terms =
        new ConsentTerms(
            Set.of(WALLET),
            MARKET,
            Purpose.RECOMMENDATION,
            Set.of(Category.PAYMENT),
            Tier.PSEUDONYMOUS,
            start,
            start.plus(Duration.ofDays(1)),
            ConsentMode.PERIODIC,
            frequency,
            maxRecords,
            null,
            RecordScope.ALL,
            LegalBasis.CONSENT,
            new SeparateConsents(true, false, false, false));
    consents.grant(database, start, subject, terms, new Notice("data-sharing", 1, "zh", "d"));
    return localId;
  }

  private void link(UUID subject, String participant, String localId) {
    String nonce =
        ((RequestOutcome.Requested) links.request(database, start, subject, participant))
            .request()
            .nonce();
    Instant end = start.plus(Duration.ofMinutes(5));
    links.link(
        database, start, subject, new LinkToken(participant, localId, nonce, start, end, null));
  }

  Committer node(FactsSource facts) {
    Committer node = new Committer(source, tagKeys, signer, facts);
    nodes.push(node);
    return node;
  }

  /** What the market proposes to get about a person, decided as a node would. */
  ExchangeClaim claim(String localId, int records) {
    Candidate found =
        search.find(
            database,
            Instant.now(),
            new Ask(
                MARKET, WALLET, PROFILE, Purpose.RECOMMENDATION, Tier.PSEUDONYMOUS, localId, null),
            Set.of(Category.PAYMENT));
    Candidate.Person person = Objects.requireNonNull(found.person());
    UUID exchange = UUID.randomUUID();
    Claim claim =
        new Claim(
            exchange,
            MARKET,
            WALLET,
            null,
            new Seen(1, 1, found.agreementSeen(), person.seen(), null, found.budgeted()),
            null,
            "digest",
            new Proposal.Permit(records, "basis"),
            true);
    return new ExchangeClaim(
        claim,
        new Verdict.Permit(),
        verdict -> draft(exchange, person.consent().subject(), verdict),
        null);
  }

  private static LeafDraft draft(UUID exchange, UUID subject, Verdict verdict) {
    return new LeafDraft(
        LeafKind.EXCHANGE,
        exchange,
        Instant.now(),
        new LeafDraft.Owners(subject, WALLET, MARKET),
        verdict.toString(),
        Map.of(Group.DECISION, JsonNodeFactory.instance.objectNode()),
        null);
  }

  @Override
  public void close() {
    nodes.forEach(Committer::close);
  }
}
