package dev.hefu.schemas.revenue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Shape;
import java.time.LocalDate;

/**
 * One party's signature that a revenue agreement ends.
 *
 * @param until the first day on which it is no longer in force
 * @param signature compact JWS over the canonical {@link #document}
 */
public record RevenueTermination(LocalDate until, String signature) {
  /** Checks the members. */
  public RevenueTermination {
    Shape.jws("signature", signature);
  }

  /** The {@code typ} of a signature over the document. */
  public static final String JWS_TYPE = "hefu-revenue-agreement-termination+jws";

  /**
   * What every party signs.
   *
   * @param agreement the digest of the version that ends
   */
  public static ObjectNode document(String agreement, LocalDate until) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("format", "hefu-revenue-agreement-termination/1")
        .put("agreement", agreement)
        .put("until", until.toString());
  }
}
