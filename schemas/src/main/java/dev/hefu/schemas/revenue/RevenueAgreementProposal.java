package dev.hefu.schemas.revenue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Shape;

/**
 * A revenue agreement that one party has signed.
 *
 * @param document the agreement as settlement defines it
 * @param signature compact JWS over the canonical document
 */
public record RevenueAgreementProposal(ObjectNode document, String signature) {
  /** Checks the members. */
  public RevenueAgreementProposal {
    document = document.deepCopy();
    Shape.jws("signature", signature);
  }

  /** The {@code typ} of a signature over the document. */
  public static final String JWS_TYPE = "hefu-revenue-agreement+jws";
}
