package dev.hefu.schemas.person;

import java.time.Instant;

/** What the participant's link token must name. */
public record LinkNonce(String participant, String nonce, Instant expiresAt) {}
