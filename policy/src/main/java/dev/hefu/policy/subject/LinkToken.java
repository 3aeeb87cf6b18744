package dev.hefu.policy.subject;

import java.time.Instant;

/**
 * The claims of a link token whose signature, type and audience were verified.
 *
 * @param participant who signed it ({@code iss})
 * @param localId its own id for the person ({@code sub}); printed as {@code ***}
 */
public record LinkToken(
    String participant, String localId, String nonce, Instant issuedAt, Instant expiresAt) {
  @Override
  public String toString() {
    return "LinkToken[participant=" + participant + ", localId=***]";
  }
}
