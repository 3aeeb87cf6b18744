package dev.hefu.policy.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * What has been used of one consent, as final values.
 *
 * @param total permitted exchanges ever
 * @param windowStart start of the window that {@code windowUsed} counts in
 * @param windowUsed permitted exchanges in that window
 * @param lastAt when it was last used
 */
public record ConsentUse(
    UUID consent, long total, Instant windowStart, int windowUsed, Instant lastAt) {}
