package dev.hefu.gateway.webhook;

import dev.hefu.gateway.deadline.Rounds;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes, with a leaf each, which webhooks were not acknowledged in time: the person sees it, and
 * officers find them listed. Every node may look; the log's lock orders them.
 */
public final class Silence {
  /** Metric: webhooks that were not acknowledged in time. */
  public static final String OVERDUE = "hefu.webhooks.overdue";

  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** As many as a commit takes in its stride. */
  private static final int MOST_AT_ONCE = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

  private final DSLContext database;
  private final Committer committer;
  private final Counter overdue;

  Silence(DSLContext database, Committer committer, MeterRegistry metrics) {
    this.database = database;
    this.committer = committer;
    this.overdue = metrics.counter(OVERDUE);
  }

  /** Looks every ten seconds until closed. */
  public static Rounds start(DSLContext database, Committer committer, MeterRegistry metrics) {
    return Rounds.start(
        "webhook-silence", PAUSE, new Silence(database, committer, metrics)::lookSafely);
  }

  private void lookSafely() {
    try {
      while (look() == MOST_AT_ONCE) {
        LOG.info("{} webhooks were not acknowledged, there are more", MOST_AT_ONCE);
      }
    } catch (EvidenceUnavailable | DataAccessException later) {
      LOG.warn("unacknowledged webhooks could not be looked for: {}", later.getMessage());
    }
  }

  /** Looks once; tells how many were not acknowledged in time, at most {@value #MOST_AT_ONCE}. */
  int look() {
    if (!WebhookRows.anySilent(database)) {
      // The log's head is not taken for nothing.
      return 0;
    }
    List<KeptWebhook> silent =
        committer
            .change(
                (tx, now) -> {
                  List<KeptWebhook> marked = WebhookRows.markSilent(tx, now, MOST_AT_ONCE);
                  return new Changed<>(
                      marked, marked.stream().map(one -> WebhookLeaves.silent(one, now)).toList());
                })
            .result();
    silent.forEach(
        one -> LOG.warn("{} has not acknowledged webhook {}", one.participant(), one.id()));
    overdue.increment(silent.size());
    return silent.size();
  }
}
