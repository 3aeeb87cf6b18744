package dev.hefu.schemas.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a webhook tells. */
public enum WebhookType {
  /** The person, or who ended a link of theirs, ended a consent for ever. */
  CONSENT_REVOKED,
  /** The time of a consent is over. */
  CONSENT_EXPIRED,
  /** The person suspended a consent. */
  CONSENT_PAUSED,
  /** The person lets a paused consent go on. */
  CONSENT_RESUMED;

  /** The word of messages: {@code consent.revoked} and so on. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  @JsonCreator
  static WebhookType parse(String code) {
    return Arrays.stream(values())
        .filter(type -> type.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type of webhook " + code));
  }
}
