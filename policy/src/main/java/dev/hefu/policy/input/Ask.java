package dev.hefu.policy.input;

import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks for.
 *
 * @param localId the consumer's own id for the person; not printed
 * @param reference the consumer's own reference of the consent it relies on; null if it cites none
 */
public record Ask(
    String consumer,
    String provider,
    DatasetVersion dataset,
    Purpose purpose,
    Tier tier,
    String localId,
    @Nullable String reference) {
  @Override
  public String toString() {
    return "Ask[" + provider + " -> " + consumer + ", " + dataset + ", " + purpose + "]";
  }
}
