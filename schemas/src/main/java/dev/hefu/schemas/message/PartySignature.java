package dev.hefu.schemas.message;

import java.time.Instant;

/** Who signed an agreement, and when the signature was received. */
public record PartySignature(String participant, Instant signedAt) {}
