package dev.hefu.schemas.person;

import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One use, or refused use, of the person's data; or what a provider said to one that needs its
 * approval.
 *
 * @param outcome {@code PERMIT}, the code of the refusal, or {@code provider-has-} and what it has
 *     done
 * @param cells what was released; none where refused
 * @param consent the person's own reference; null where no consent was found
 * @param index index of the leaf
 * @param evidence null if not asked for
 */
public record Use(
    UUID exchange,
    Instant at,
    String outcome,
    String provider,
    String consumer,
    String dataset,
    int version,
    Purpose purpose,
    Tier tier,
    List<String> cells,
    @Nullable String consent,
    @Nullable Evidence evidence,
    long index) {
  /** Checks the members. */
  public Use {
    cells = List.copyOf(cells);
  }
}
