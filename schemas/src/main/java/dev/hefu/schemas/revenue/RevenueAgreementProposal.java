package dev.hefu.schemas.revenue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A revenue agreement that one party has signed, or a draft that nobody has.
 *
 * @param document the agreement as settlement defines it
 * @param signature compact JWS over the canonical document; null for a draft
 */
public record RevenueAgreementProposal(ObjectNode document, @Nullable String signature) {
  /** Checks the members. */
  public RevenueAgreementProposal {
    document = document.deepCopy();
    if (signature != null) {
      Shape.jws("signature", signature);
    }
  }

  /** The {@code typ} of a signature over the document. */
  public static final String JWS_TYPE = "hefu-revenue-agreement+jws";
}
