package dev.hefu.policy.fact;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The permitted exchange that an idempotency key already stands for. Refused exchanges bind no key:
 * they disclosed nothing and are decided anew when repeated.
 *
 * @param leafIndex index of its leaf in the log
 * @param requestDigest digest of the request it answered, in any fixed form
 * @param basis what its answer rests on beside that; null if that was not kept
 */
public record Earlier(UUID exchange, long leafIndex, String requestDigest, @Nullable String basis) {
  /** Whether its answer may be given again on what a later claim rests on. */
  public boolean answers(@Nullable String laterBasis) {
    return basis != null && basis.equals(laterBasis);
  }
}
