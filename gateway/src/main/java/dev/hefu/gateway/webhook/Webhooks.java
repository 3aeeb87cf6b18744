package dev.hefu.gateway.webhook;

import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * What consumers are told of consents that ended, stopped or go on. It is written in the
 * transaction of the change, so that there is no change that is not told and nothing told that did
 * not happen; any node delivers it afterwards.
 */
public final class Webhooks {
  /**
   * From the change to the first attempt. Longer than the time after which a change is shown to
   * anybody at all, and short to whoever waits for it.
   */
  static final Duration FIRST_AFTER = Duration.ofSeconds(1);

  /**
   * Over how long the first attempts are spread where one act changed consents of several
   * consumers: told at one moment, they could tell by it that the person is the same.
   */
  static final Duration SPREAD = Duration.ofMinutes(5);

  /** The earliest version that a consent can have when its consumer is told for the first time. */
  private static final int FIRST_CHANGE = 2;

  private Webhooks() {}

  /**
   * Does once all that a change needs, and takes it back, so that the first change of this node
   * does not hold the log's head while classes are loaded.
   */
  public static void warm(DSLContext database) {
    database.connection(
        connection -> {
          connection.setAutoCommit(false);
          try {
            DSLContext tx = DSL.using(connection, SQLDialect.POSTGRES);
            tell(tx, Instant.EPOCH, List.of(WebhookForm.sample()));
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        });
  }

  /**
   * Has the consumers told of changes, which this transaction makes under the log's lock.
   *
   * @param now the time of the changes, by the clock read under the lock
   * @param changed as they now stand, of one act; a granted one was paused before
   */
  public static void tell(DSLContext tx, Instant now, List<Consent> changed) {
    List<Consent> told =
        changed.stream().filter(consent -> WebhookForm.type(consent).isPresent()).toList();
    if (told.isEmpty()) {
      return;
    }
    List<UUID> ids = told.stream().map(Consent::id).toList();
    Map<UUID, Instant> lastUses = ConsentLedger.lastUses(tx, ids);
    if (told.stream().anyMatch(consent -> consent.version() > FIRST_CHANGE)) {
      WebhookRows.supersede(tx, ids);
    }
    boolean several =
        told.stream().map(consent -> consent.terms().consumer()).distinct().count() > 1;
    List<WebhookRows.Made> made = new ArrayList<>();
    for (Consent consent : told) {
      WebhookType type = WebhookForm.type(consent).orElseThrow();
      WebhookBody body = WebhookForm.body(type, consent, lastUses.get(consent.id()));
      made.add(
          new WebhookRows.Made(
              UUID.randomUUID(),
              consent,
              body,
              new String(MessageCodec.bytes(body), StandardCharsets.UTF_8),
              now.plus(several ? FIRST_AFTER.plus(random(SPREAD)) : FIRST_AFTER)));
    }
    WebhookRows.insert(tx, now, made);
  }

  private static Duration random(Duration most) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis()));
  }

  /** What the consumer of each of these consents was told last; without those of which nothing. */
  public static Map<UUID, ConsumerTold> ofConsents(DSLContext tx, Collection<UUID> consents) {
    return WebhookRows.latest(tx, consents).stream()
        .collect(Collectors.toMap(KeptWebhook::consent, WebhookForm::ofPerson));
  }
}
