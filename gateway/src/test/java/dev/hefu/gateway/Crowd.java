package dev.hefu.gateway;

import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Persons by the dozen who linked market and wallet and consented, written by the ledgers as their
 * own calls would be, without their sign-ins and leaves: a group needs more of them than a test can
 * sign up.
 */
final class Crowd {
  private static final Notice NOTICE = new Notice("data-sharing", 1, "zh", "digest");

  private final TestNetwork network;
  private final DSLContext database;
  private final ConsentLedger consents;
  private final LinkLedger links;

  Crowd(TestNetwork network) throws IOException {
    this.network = network;
    Path folder = Path.of(network.environment().get(Setting.KEYS_FOLDER.variable()));
    KeyFile root = KeyFile.openOrCreate(folder.resolve("root.key"));
    database = DSL.using(network.database, SQLDialect.POSTGRES);
    consents = new ConsentLedger(new Pseudonyms(root.derive("pseudonyms")));
    links = new LinkLedger(new LocalIds(root.derive("local-ids")), consents);
  }

  /** So many new persons with a consent; gives the wallet's ids of them. */
  List<String> add(int persons, Purpose purpose) {
    return add(persons, purpose, ConsentMode.PERIODIC);
  }

  /** The same with consents of this mode. */
  List<String> add(int persons, Purpose purpose, ConsentMode mode) {
    List<String> ids = new ArrayList<>();
    database.transaction(
        tx -> {
          for (int i = 0; i < persons; i++) {
            UUID subject = UUID.randomUUID();
            String walletId = "w-" + subject;
            link(tx.dsl(), subject, network.market.id(), "m-" + UUID.randomUUID());
            link(tx.dsl(), subject, network.wallet.id(), walletId);
            consents.grant(tx.dsl(), Instant.now(), subject, terms(purpose, mode), NOTICE);
            ids.add(walletId);
          }
        });
    return ids;
  }

  /** The same persons consent to something else too. */
  void consent(List<String> walletIds, Purpose purpose) {
    database.transaction(
        tx -> {
          for (String id : walletIds) {
            UUID subject = UUID.fromString(id.substring("w-".length()));
            ConsentTerms terms = terms(purpose, ConsentMode.PERIODIC);
            consents.grant(tx.dsl(), Instant.now(), subject, terms, NOTICE);
          }
        });
  }

  private void link(DSLContext tx, UUID subject, String participant, String localId) {
    Instant now = Instant.now();
    String nonce =
        ((RequestOutcome.Requested) links.request(tx, now, subject, participant)).request().nonce();
    links.link(
        tx,
        now,
        subject,
        new LinkToken(participant, localId, nonce, now, now.plusSeconds(60), null));
  }

  private ConsentTerms terms(Purpose purpose, ConsentMode mode) {
    Instant now = Instant.now().minusSeconds(1);
    return new ConsentTerms(
        Set.of(network.wallet.id()),
        network.market.id(),
        purpose,
        Set.of(Category.PAYMENT),
        Tier.AGGREGATE,
        now,
        now.plus(Duration.ofDays(7)),
        mode,
        null,
        null,
        null,
        RecordScope.ALL,
        LegalBasis.CONSENT,
        new SeparateConsents(false, false, false, false));
  }
}
