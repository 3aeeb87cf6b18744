package dev.hefu.schemas.revenue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.PartySignature;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revenue agreement as it stands.
 *
 * @param digest SHA-256 of the canonical document
 * @param until the first day on which it is no longer in force; null for no end
 * @param evidence the leaf of the change that this answers; null when read
 */
public record RevenueAgreement(
    String id,
    State state,
    ObjectNode document,
    String digest,
    @Nullable LocalDate until,
    List<PartySignature> signatures,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public RevenueAgreement {
    signatures = List.copyOf(signatures);
  }

  /** Where an agreement stands in its life. */
  public enum State {
    DRAFT,
    PROPOSED,
    COUNTERSIGNED,
    ACTIVE,
    AMENDED,
    TERMINATED
  }
}
