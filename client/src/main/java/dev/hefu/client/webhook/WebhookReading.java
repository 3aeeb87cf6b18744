package dev.hefu.client.webhook;

import java.util.UUID;

/** What came of reading a webhook. */
public sealed interface WebhookReading {
  /** The gateway tells this participant so. The same may come again under the same id. */
  record Told(ReceivedWebhook webhook) implements WebhookReading {}

  /**
   * The gateway sent it, and tells what this version does not know: to be taken and passed over.
   */
  record Unknown(UUID id, String type) implements WebhookReading {}

  /**
   * It counts for nothing.
   *
   * @param status to answer with
   * @param reason one sentence
   */
  record Refused(int status, String reason) implements WebhookReading {}
}
