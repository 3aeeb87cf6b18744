package dev.hefu.gateway.webhook;

import dev.hefu.crypto.Signer;
import dev.hefu.crypto.WebhookSignature;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to deliver a webhook (Standard Webhooks), through the door that checks where it
 * leads. docs/formats/webhook.md is the wire form.
 */
final class Delivery {
  /**
   * Receivers are to take it and work afterwards; Standard Webhooks counsels 15 to 30 s at most.
   */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Nothing is read of the answer but that it came whole; an error page of some length may. */
  static final int MAX_ANSWER_BYTES = 16 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Door door;
  private final Signer signer;
  private final Clock clock;

  /**
   * @param door of a reach for participants
   * @param signer with an Ed25519 key
   */
  Delivery(Door door, Signer signer, Clock clock) {
    this.door = door;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Sends it and waits for the answer; blocks.
   *
   * @return why it was not taken, as its receiver may know it; empty if it was
   */
  Optional<String> send(DueWebhook due) {
    byte[] body = due.body().getBytes(StandardCharsets.UTF_8);
    String id = due.id().toString();
    long timestamp = clock.instant().getEpochSecond();
    OutboundRequest request =
        new OutboundRequest(
            "POST",
            due.url(),
            Map.of(
                "content-type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                String.valueOf(timestamp),
                "webhook-signature",
                WebhookSignature.sign(signer, id, timestamp, body)),
            body,
            TIMEOUT,
            MAX_ANSWER_BYTES);
    return switch (door.send(request)) {
      case OutboundAnswer.Answered(int status, var type, byte[] answer) ->
          status >= 200 && status < 300 ? Optional.empty() : Optional.of("it answered " + status);
      case OutboundAnswer.Refused(String why) -> {
        LOG.warn("{} is not told at its place: {}", due.participant(), why);
        yield Optional.of("its address was not found or must not be called");
      }
      case OutboundAnswer.Unreachable(String why) -> Optional.of("it could not be reached");
      case OutboundAnswer.Late() ->
          Optional.of("it took longer than " + TIMEOUT.toSeconds() + " s");
      case OutboundAnswer.TooLarge() ->
          Optional.of("its answer was larger than " + MAX_ANSWER_BYTES + " bytes");
    };
  }
}
