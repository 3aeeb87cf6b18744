package dev.hefu.schemas.exchange;

import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one record about one person.
 *
 * @param subject the consumer's own id of the person
 * @param consent the consumer's reference of the consent; null if it cites none, and then refusals
 *     are not exact
 */
public record ExchangeRequest(
    String provider,
    String dataset,
    int version,
    Purpose purpose,
    Tier tier,
    String subject,
    @Nullable String consent) {
  /** Checks the members. */
  public ExchangeRequest {
    Shape.participant("provider", provider);
    Shape.dataset("dataset", dataset);
    Shape.version("version", version);
    Shape.matches(Shape.LOCAL_ID, "subject", subject);
    if (consent != null) {
      Shape.matches(Shape.CONSENT_REFERENCE, "consent", consent);
    }
  }
}
