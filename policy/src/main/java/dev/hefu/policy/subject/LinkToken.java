package dev.hefu.policy.subject;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a link token whose signature, type and audience were verified.
 *
 * @param participant who signed it ({@code iss})
 * @param localId its own id for the person ({@code sub}); printed as {@code ***}
 * @param minorUntil first day on which the person is no longer under 14; null if the participant
 *     says nothing of it
 */
public record LinkToken(
    String participant,
    String localId,
    String nonce,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable LocalDate minorUntil) {
  @Override
  public String toString() {
    return "LinkToken[participant=" + participant + ", localId=***]";
  }
}
