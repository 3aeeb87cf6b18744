package dev.hefu.gateway.console;

import dev.hefu.gateway.console.page.Texts;
import dev.hefu.schemas.webhook.ConsumerTold;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a consumer was told of the end or pause of a consent, and what it said, to the person. */
final class ToldSentences {
  private ToldSentences() {}

  /**
   * Sentences, of which there are none where the consent just goes on.
   *
   * @param consumer its name
   */
  static List<String> of(ConsumerTold told, String consumer, Texts t) {
    if (told.type() == WebhookType.CONSENT_RESUMED) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        switch (told.state()) {
          case WAITING, SUPERSEDED -> t.get("told.waiting", consumer);
          case DELIVERED -> t.get("told.delivered", consumer, minute(told.deliveredAt(), t));
          case OVERDUE -> t.get("told.overdue", consumer, minute(told.acknowledgeBy(), t));
          case ACKNOWLEDGED ->
              t.get("told.acknowledged", consumer, minute(told.acknowledgedAt(), t));
        });
    WebhookBody.Duty duty = told.duty();
    if (duty != null) {
      sentences.add(duty(duty, t));
    }
    return sentences;
  }

  private static String duty(WebhookBody.Duty duty, Texts t) {
    Instant by = duty.by();
    return switch (duty.act()) {
      case STOP -> t.get("told.stop");
      case ERASE -> by == null ? t.get("told.erase") : t.get("told.erase.by", minute(by, t));
    };
  }

  /** Of a time that there is in this state. */
  private static String minute(@Nullable Instant at, Texts t) {
    return t.minute(Objects.requireNonNull(at));
  }
}
