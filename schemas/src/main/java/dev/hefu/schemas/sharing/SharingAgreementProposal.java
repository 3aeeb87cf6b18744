package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;

/**
 * A sharing agreement that one side has signed.
 *
 * @param signature compact JWS over the canonical terms
 */
public record SharingAgreementProposal(SharingAgreementTerms terms, String signature) {
  /** Checks the members. */
  public SharingAgreementProposal {
    Shape.jws("signature", signature);
  }
}
