package dev.hefu.schemas.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook, in the form of Standard Webhooks. Its times are whole hours: what happened
 * to several consents of one person at one moment must not say to two consumers that the person is
 * the same.
 *
 * @param timestamp the hour in which it happened
 */
public record WebhookBody(WebhookType type, Instant timestamp, Data data) {

  /**
   * What happened to whose consent, and what the consumer has to do.
   *
   * @param participant to whom it is told, so that a webhook cannot be passed on as another's
   * @param consent the consumer's own reference
   * @param duty null if there is nothing to be done, as for a consent that goes on or was never
   *     used
   * @param acknowledgeBy until when a signed acknowledgement is awaited; null if none is
   */
  public record Data(
      String participant, String consent, @Nullable Duty duty, @Nullable Instant acknowledgeBy) {}

  /**
   * What is to be done with what was received under the consent.
   *
   * @param by when it must be done at the latest, by the data life that the consent names; null if
   *     it names none, or of what is to be done at once
   */
  public record Duty(Act act, @Nullable Instant by) {}

  /** Acts that a duty asks for. */
  public enum Act {
    /** Not to use it until the consent goes on. */
    STOP,
    /** To erase it. */
    ERASE
  }
}
