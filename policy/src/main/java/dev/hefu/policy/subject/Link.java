package dev.hefu.policy.subject;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tie between a subject and one participant's own id for them, without that id.
 *
 * @param version 1 while active, 2 once ended
 * @param endedAt when the person ended it, which is final; null while it is active
 * @param minorUntil first day on which the person is no longer under 14, as the participant said;
 *     null if it said nothing
 */
public record Link(
    UUID id,
    int version,
    UUID subject,
    String participant,
    Instant linkedAt,
    @Nullable Instant endedAt,
    @Nullable LocalDate minorUntil) {
  /** Whether it still ties. */
  public boolean active() {
    return endedAt == null;
  }
}
