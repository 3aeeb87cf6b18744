package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said last of one person, as one of the two parties sees it.
 *
 * @param exchange that asked first; it names the approval
 * @param consent the caller's own reference of the person's consent
 * @param subject the caller's own id of the person; null where they are no longer linked
 * @param askedAt when it was asked for last; to the provider in whole hours
 * @param until first moment at which what was said no longer counts; null where nothing was, or it
 *     was withdrawn
 * @param uses how often it may be used; null for as often as wanted
 * @param used how often it was, since it was given
 * @param evidence the leaf of the step that this answers; null when read
 */
public record Approval(
    UUID exchange,
    State state,
    String provider,
    String consumer,
    String dataset,
    int version,
    Purpose purpose,
    Tier tier,
    String consent,
    @Nullable String subject,
    Instant askedAt,
    @Nullable Instant until,
    @Nullable Integer uses,
    int used,
    @Nullable Evidence evidence) {
  /** What the provider said last. */
  public enum State {
    WAITING,
    APPROVED,
    DECLINED,
    WITHDRAWN
  }
}
