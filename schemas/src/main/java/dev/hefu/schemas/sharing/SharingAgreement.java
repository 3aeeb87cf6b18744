package dev.hefu.schemas.sharing;

import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.PartySignature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sharing agreement as it stands.
 *
 * @param digest SHA-256 of the canonical terms, base64url
 * @param budgets how much is used of each; null in the answer to a change
 * @param evidence the leaf of the change that this answers; null when read
 */
public record SharingAgreement(
    String id,
    State state,
    SharingAgreementTerms terms,
    String digest,
    List<PartySignature> signatures,
    @Nullable List<Balance> budgets,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public SharingAgreement {
    signatures = List.copyOf(signatures);
    budgets = budgets == null ? null : List.copyOf(budgets);
  }

  /** Signed by one, by both, or ended. */
  public enum State {
    PROPOSED,
    SIGNED,
    TERMINATED
  }
}
