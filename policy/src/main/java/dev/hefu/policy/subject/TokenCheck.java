package dev.hefu.policy.subject;

import dev.hefu.policy.jooq.tables.records.LinkRequestsRecord;
import dev.hefu.policy.subject.LinkOutcome.Cause;
import dev.hefu.schemas.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a link token fits the request that its nonce names. */
final class TokenCheck {
  /** What a participant's clock may differ from ours. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** The longest life of a link token. */
  static final Duration MAX_LIFE = Duration.ofMinutes(10);

  private TokenCheck() {}

  /** The first reason to refuse it; null if it fits. */
  static @Nullable Cause refused(
      Instant now, UUID subject, LinkToken token, @Nullable LinkRequestsRecord request) {
    Cause cause = byRequest(now, subject, token, request);
    return cause == null ? byClaims(now, token) : cause;
  }

  private static @Nullable Cause byRequest(
      Instant now, UUID subject, LinkToken token, @Nullable LinkRequestsRecord request) {
    if (request == null) {
      return Cause.UNKNOWN_NONCE;
    }
    if (!request.getSubject().equals(subject)) {
      return Cause.OTHER_PERSON;
    }
    if (!request.getParticipant().equals(token.participant())) {
      return Cause.OTHER_PARTICIPANT;
    }
    if (request.getUsedAt() != null) {
      return Cause.USED_NONCE;
    }
    return now.isBefore(request.getExpiresAt().toInstant()) ? null : Cause.REQUEST_EXPIRED;
  }

  private static @Nullable Cause byClaims(Instant now, LinkToken token) {
    if (token.issuedAt().isAfter(now.plus(CLOCK_SKEW))) {
      return Cause.TOKEN_NOT_YET_VALID;
    }
    if (!now.isBefore(token.expiresAt().plus(CLOCK_SKEW))) {
      return Cause.TOKEN_EXPIRED;
    }
    if (Duration.between(token.issuedAt(), token.expiresAt()).compareTo(MAX_LIFE) > 0) {
      return Cause.TOKEN_TOO_LONG;
    }
    return Shape.LOCAL_ID.matcher(token.localId()).matches() ? null : Cause.LOCAL_ID_INVALID;
  }
}
