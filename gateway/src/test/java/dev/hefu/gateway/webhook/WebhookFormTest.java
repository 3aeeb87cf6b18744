package dev.hefu.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.evidence.Fence;
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
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a change, and until when what is to be done. */
final class WebhookFormTest {
  private static final String HOUR = "2026-06-01T10:00:00Z";

  private static Consent consent(ConsentState state, @Nullable Integer lifeDays, Instant at) {
    ConsentTerms terms =
        new ConsentTerms(
            Set.of("wallet"),
            "market",
            Purpose.RECOMMENDATION,
            Set.of(Category.PAYMENT),
            Tier.PSEUDONYMOUS,
            at.minusSeconds(60),
            at.plusSeconds(60),
            ConsentMode.PERIODIC,
            null,
            null,
            lifeDays == null ? null : Duration.ofDays(lifeDays),
            RecordScope.ALL,
            LegalBasis.CONSENT,
            new SeparateConsents(true, true, true, true));
    Notice notice = new Notice("data-sharing", 1, "zh", "digest");
    UUID id = UUID.randomUUID();
    return new Consent(
        id, 2, state, UUID.randomUUID(), "own", "theirs", terms, notice, null, at, at);
  }

  @ParameterizedTest
  @CsvSource({
    // state, data life, last use, act, by
    "REVOKED, 30, 2026-05-25T16:20:00Z, ERASE, 2026-06-24T16:00:00Z",
    "REVOKED, 30, 2026-06-01T10:07:14Z, ERASE, 2026-07-01T10:00:00Z",
    // What was due before the end stays due: the consumer should have erased it.
    "REVOKED, 1, 2026-05-25T16:20:00Z, ERASE, 2026-05-26T16:00:00Z",
    "REVOKED, , 2026-05-25T16:20:00Z, ERASE,",
    "REVOKED, 30, , ,",
    "EXPIRED, 30, 2026-05-25T16:20:00Z, ERASE, 2026-06-24T16:00:00Z",
    "EXPIRED, , 2026-05-25T16:20:00Z, ERASE,",
    "PAUSED, 30, 2026-05-25T16:20:00Z, STOP,",
    "PAUSED, 30, , ,",
    "GRANTED, 30, 2026-05-25T16:20:00Z, ,",
  })
  void aDutyFollowsFromTheStateAndTheLastUse(
      ConsentState state,
      @Nullable Integer lifeDays,
      @Nullable Instant lastUse,
      WebhookBody.@Nullable Act act,
      @Nullable Instant by) {
    Consent changed = consent(state, lifeDays, Instant.parse("2026-06-01T10:07:14.113Z"));
    WebhookBody body = WebhookForm.body(WebhookForm.type(changed).orElseThrow(), changed, lastUse);
    assertEquals(
        act == null ? null : new WebhookBody.Duty(act, by), body.data().duty(), body::toString);
    assertEquals(Instant.parse(HOUR), body.timestamp());
    assertEquals("theirs", body.data().consent());
    assertEquals("market", body.data().participant());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T10:00:00Z, 2026-06-02T11:00:00Z",
    "2026-06-01T10:00:00.000001Z, 2026-06-02T11:00:00Z",
    "2026-06-01T10:59:59.999999Z, 2026-06-02T11:00:00Z"
  })
  void anAcknowledgementIsAwaitedForADayAtLeast(Instant at, Instant by) {
    Consent revoked = consent(ConsentState.REVOKED, 30, at);
    assertEquals(
        by, WebhookForm.body(WebhookType.CONSENT_REVOKED, revoked, null).data().acknowledgeBy());
    assertTrue(!by.isBefore(at.plus(WebhookForm.ACKNOWLEDGED_WITHIN)));
  }

  @ParameterizedTest
  @EnumSource(ConsentState.class)
  void whatWasNeverGrantedIsNotTold(ConsentState state) {
    Optional<WebhookType> type =
        WebhookForm.type(consent(state, 30, Instant.parse("2026-06-01T10:07:14Z")));
    assertEquals(state.wasGranted(), type.isPresent());
  }

  /** Nobody is told before an answer from before the change can no longer leave. */
  @Test
  void theFirstAttemptComesBehindTheFence() {
    assertTrue(Webhooks.FIRST_AFTER.compareTo(Fence.SHOWN_AFTER.multipliedBy(2)) > 0);
  }

  /** A node that is slow with what it has must not lose it to another before it gave up. */
  @Test
  void aLeaseOutlastsAnAttempt() {
    assertTrue(DueRows.LEASE.compareTo(Delivery.TIMEOUT.multipliedBy(2)) > 0);
  }
}
