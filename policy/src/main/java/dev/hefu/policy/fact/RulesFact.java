package dev.hefu.policy.fact;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rules that decide or did.
 *
 * @param replacedAt when others came into force; null for those in force
 */
public record RulesFact(@Nullable Instant replacedAt) {
  /** Longer than an exchange takes, shorter than anybody would wait for a rule to bite. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** Whether what they permitted may be committed now. */
  public boolean mayCommit(Instant now) {
    return replacedAt == null || !now.isAfter(replacedAt.plus(GRACE));
  }
}
