package dev.hefu.schemas.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sharing agreement as it stands.
 *
 * @param digest SHA-256 of the canonical terms, base64url
 * @param evidence the leaf of the change that this answers; null when read
 */
public record SharingAgreement(
    String id,
    State state,
    SharingAgreementTerms terms,
    String digest,
    List<PartySignature> signatures,
    @Nullable Evidence evidence) {
  /** Checks the members. */
  public SharingAgreement {
    signatures = List.copyOf(signatures);
  }

  /** Signed by one, by both, or ended. */
  public enum State {
    PROPOSED,
    SIGNED,
    TERMINATED
  }
}
