package dev.hefu.schemas.message;

import dev.hefu.schemas.Shape;
import java.util.List;

/**
 * A leaf of the log together with its groups, proof and checkpoint.
 *
 * @param index index of the leaf
 * @param leaf the leaf's exact bytes, which are canonical JSON, as text
 * @param disclosures the groups that the caller may read, each base64url of {@code [salt, name,
 *     value]}
 * @param proof inclusion proof and signed checkpoint (c2sp.org/tlog-proof)
 */
public record Evidence(long index, String leaf, List<String> disclosures, String proof) {
  /** Checks the members. */
  public Evidence {
    Shape.require(index >= 0, "index", index + " is negative");
    disclosures = List.copyOf(disclosures);
  }
}
