package dev.hefu.gateway.revenue;

import dev.hefu.gateway.deadline.Rounds;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceUnavailable;
import dev.hefu.settlement.AgreementView;
import dev.hefu.settlement.Settlement;
import java.time.Duration;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes, with a leaf each, which revenue agreements' first day has come. Every node may; the log's
 * lock orders them. That it comes late changes no amount: lines fall under a version by its days.
 */
public final class AgreementDays {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /**
   * Each takes several waits on the database under the log's lock, and many begin on the first of a
   * month: exchanges are to get their turn in between.
   */
  private static final int MOST_AT_ONCE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(AgreementDays.class);

  private final Committer committer;
  private final Settlement settlement;

  AgreementDays(Committer committer, Settlement settlement) {
    this.committer = committer;
    this.settlement = settlement;
  }

  /** Looks every minute until closed. */
  public static Rounds start(Committer committer, Settlement settlement) {
    return Rounds.start(
        "agreement-days", PAUSE, new AgreementDays(committer, settlement)::lookSafely);
  }

  private void lookSafely() {
    try {
      while (look() == MOST_AT_ONCE) {
        LOG.info("{} agreements became active, more are due", MOST_AT_ONCE);
      }
    } catch (EvidenceUnavailable | DataAccessException later) {
      LOG.warn("agreements could not become active: {}", later.getMessage());
    }
  }

  /** Looks once; tells how many became active, at most {@value #MOST_AT_ONCE}. */
  int look() {
    return committer
        .change(
            (tx, now) -> {
              List<AgreementView> active = settlement.activate(tx, now, MOST_AT_ONCE);
              return new Changed<>(
                  active.size(),
                  active.stream().map(each -> AgreementSteps.active(each, now)).toList());
            })
        .result();
  }
}
