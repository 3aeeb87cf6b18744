package dev.hefu.policy.budget;

import java.time.Instant;
import java.util.UUID;

/**
 * What was used of one budget of a sharing agreement, as a final value.
 *
 * @param windowStart start of the window that {@code used} counts in
 */
public record AgreementUse(UUID agreement, Budget budget, Instant windowStart, long used) {}
