package dev.hefu.gateway.webhook;

import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookBody.Act;
import dev.hefu.schemas.webhook.WebhookBody.Duty;
import dev.hefu.schemas.webhook.WebhookType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Webhooks as messages: what is sent, and how each reader sees how far it has come. */
final class WebhookForm {
  /**
   * How long an acknowledgement is awaited before silence is told on: a working day, so that a
   * receiver that was away over night is not an incident, and the duties still have most of their
   * time.
   */
  static final Duration ACKNOWLEDGED_WITHIN = Duration.ofHours(24);

  private WebhookForm() {}

  /** Somebody's revoked consent, of nobody's. */
  static Consent sample() {
    Instant then = Instant.EPOCH;
    ConsentTerms terms =
        new ConsentTerms(
            Set.of("provider"),
            "consumer",
            Purpose.RECOMMENDATION,
            Set.of(Category.PURCHASE),
            Tier.AGGREGATE,
            then,
            then.plus(ACKNOWLEDGED_WITHIN),
            ConsentMode.PERIODIC,
            null,
            null,
            null,
            RecordScope.ALL,
            LegalBasis.CONSENT,
            new SeparateConsents(false, false, false, false));
    Notice notice = new Notice("data-sharing", 1, "en", "");
    UUID id = UUID.randomUUID();
    return new Consent(id, 3, ConsentState.REVOKED, id, "", "", terms, notice, null, then, then);
  }

  /** What the change of a consent is told as; empty if its consumer is not told of it. */
  static Optional<WebhookType> type(Consent changed) {
    return switch (changed.state()) {
      case REVOKED -> Optional.of(WebhookType.CONSENT_REVOKED);
      case EXPIRED -> Optional.of(WebhookType.CONSENT_EXPIRED);
      case PAUSED -> Optional.of(WebhookType.CONSENT_PAUSED);
      case GRANTED -> Optional.of(WebhookType.CONSENT_RESUMED);
      // Its consumer was never told that there is such a person.
      case REQUESTED, DENIED -> Optional.empty();
    };
  }

  /**
   * What is sent.
   *
   * @param lastUse when the consent was last used; null if it never was
   */
  static WebhookBody body(WebhookType type, Consent changed, @Nullable Instant lastUse) {
    Instant at = changed.changedAt();
    return new WebhookBody(
        type,
        at.truncatedTo(ChronoUnit.HOURS),
        new WebhookBody.Data(
            changed.terms().consumer(),
            changed.consumerReference(),
            duty(type, changed.terms().dataLife(), lastUse),
            type == WebhookType.CONSENT_RESUMED ? null : nextHour(at).plus(ACKNOWLEDGED_WITHIN)));
  }

  private static @Nullable Duty duty(
      WebhookType type, @Nullable Duration dataLife, @Nullable Instant lastUse) {
    if (lastUse == null) {
      return null;
    }
    return switch (type) {
      case CONSENT_REVOKED, CONSENT_EXPIRED ->
          new Duty(
              Act.ERASE,
              dataLife == null ? null : lastUse.plus(dataLife).truncatedTo(ChronoUnit.HOURS));
      case CONSENT_PAUSED -> new Duty(Act.STOP, null);
      case CONSENT_RESUMED -> null;
    };
  }

  private static Instant nextHour(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
  }

  /** As its receiver sees it. */
  static Webhook ofReceiver(KeptWebhook kept, @Nullable Evidence evidence) {
    return view(kept, kept.text(), evidence);
  }

  /** As officers see it: whose consent it is about they need not know. */
  static Webhook ofOfficer(KeptWebhook kept) {
    return view(kept, null, null);
  }

  private static Webhook view(
      KeptWebhook kept, @Nullable String text, @Nullable Evidence evidence) {
    WebhookBody body = kept.body();
    return new Webhook(
        kept.id(),
        kept.participant(),
        body.type(),
        kept.state(),
        body.timestamp(),
        text,
        kept.attempts(),
        kept.deliveredAt(),
        kept.failure(),
        kept.acknowledgeBy(),
        kept.acknowledgedAt(),
        evidence == null ? null : evidence.toMessage());
  }

  /** As the person sees it. */
  static ConsumerTold ofPerson(KeptWebhook kept) {
    WebhookBody body = kept.body();
    return new ConsumerTold(
        body.type(),
        kept.state(),
        kept.deliveredAt(),
        body.data().duty(),
        kept.acknowledgeBy(),
        kept.acknowledgedAt(),
        kept.acknowledgement());
  }
}
