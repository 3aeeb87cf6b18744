package dev.hefu.schemas.officer;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proposed rules would have decided about past inputs.
 *
 * @param decisions how many were made again
 * @param different how many came out otherwise, of which the first thousand are listed
 * @param first index of the oldest leaf that was gone over, to go on before it; null if there was
 *     none
 */
public record PolicyTrial(
    long decisions, long different, List<Difference> listed, @Nullable Long first) {
  /** One decision that came out otherwise, each in one line. */
  public record Difference(long index, UUID exchange, String was, String now) {}

  /** Copies the list. */
  public PolicyTrial {
    listed = List.copyOf(listed);
  }
}
