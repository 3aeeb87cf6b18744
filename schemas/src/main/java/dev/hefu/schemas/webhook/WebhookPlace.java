package dev.hefu.schemas.webhook;

import dev.hefu.schemas.Shape;
import java.net.URI;

/**
 * Where a participant receives webhooks.
 *
 * @param url that they are posted to as it stands; a query may be part of it
 */
public record WebhookPlace(URI url) {
  /** Checks the member. */
  public WebhookPlace {
    Shape.require(
        url.getHost() != null
            && url.getScheme().matches("https?")
            && url.getRawUserInfo() == null
            && url.getFragment() == null,
        "url",
        "is no plain http or https URL");
  }
}
