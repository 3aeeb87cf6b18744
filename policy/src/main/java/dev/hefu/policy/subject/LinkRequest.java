package dev.hefu.policy.subject;

import java.time.Instant;

/**
 * A person's wish to link their account with one participant.
 *
 * @param nonce to be named once by the participant's link token; 128 random bits in base32
 * @param expiresAt first moment at which it is no longer honoured
 */
public record LinkRequest(String nonce, Instant expiresAt) {}
