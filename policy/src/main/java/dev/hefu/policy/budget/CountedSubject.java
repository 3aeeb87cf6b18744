package dev.hefu.policy.budget;

import java.time.Instant;
import java.util.UUID;

/** The last window of a sharing agreement's budget in which a subject was counted. */
public record CountedSubject(UUID agreement, UUID subject, Instant windowStart) {}
