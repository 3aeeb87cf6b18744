package dev.hefu.policy.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * What has been used of one consent, as final values.
 *
 * @param total permitted exchanges ever
 * @param records records of the answers that were released on it, ever
 * @param windowStart start of the window that {@code windowUsed} counts in
 * @param windowUsed permitted exchanges in that window
 * @param lastAt when it was last used
 */
public record ConsentUse(
    UUID consent, long total, long records, Instant windowStart, int windowUsed, Instant lastAt) {}
