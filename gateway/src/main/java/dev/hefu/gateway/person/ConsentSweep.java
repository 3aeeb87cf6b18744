package dev.hefu.gateway.person;

import dev.hefu.gateway.deadline.Rounds;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceUnavailable;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.webhook.Webhooks;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what time alone does to consents: expires those whose validity is over, and grants attested
 * ones whose persons were told and kept silent. Every node may sweep; the log's lock orders them.
 * That it comes late changes no answer: the commit judges validity by the clock.
 */
public final class ConsentSweep {
  /** Consumers are told that a time is over by it; the commit does not wait for it. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** As many as a commit takes in its stride. */
  private static final int MOST_AT_ONCE = 256;

  private static final Logger LOG = LoggerFactory.getLogger(ConsentSweep.class);

  private final DSLContext database;
  private final Committer committer;
  private final ConsentLedger consents;

  ConsentSweep(DSLContext database, Committer committer, ConsentLedger consents) {
    this.database = database;
    this.committer = committer;
    this.consents = consents;
  }

  /** Sweeps every ten seconds until closed. */
  public static Rounds start(DSLContext database, Committer committer, ConsentLedger consents) {
    return Rounds.start(
        "consent-sweep", PAUSE, new ConsentSweep(database, committer, consents)::sweepSafely);
  }

  private void sweepSafely() {
    try {
      while (sweep() == MOST_AT_ONCE) {
        LOG.info("{} consents swept, more are due", MOST_AT_ONCE);
      }
    } catch (EvidenceUnavailable | DataAccessException later) {
      LOG.warn("consents could not be swept: {}", later.getMessage());
    }
  }

  /** Sweeps once; tells how many consents changed, at most {@value #MOST_AT_ONCE}. */
  int sweep() {
    // Roughly now: the commit knows better. The log's head is not taken for nothing.
    if (!ConsentLedger.anyDue(database, Instant.now())) {
      return 0;
    }
    return committer
        .change(
            (tx, now) -> {
              List<Consent> changed = new ArrayList<>(consents.expire(tx, now, MOST_AT_ONCE));
              Webhooks.tell(tx, now, changed);
              changed.addAll(consents.grantSilent(tx, now, MOST_AT_ONCE - changed.size()));
              List<LeafDraft> leaves = new ArrayList<>();
              changed.forEach(consent -> leaves.addAll(ConsentLeaves.of(consent, now)));
              return new Changed<>(changed.size(), leaves);
            })
        .result();
  }
}
