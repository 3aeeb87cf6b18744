package dev.hefu.policy.agreement;

import java.time.Instant;

/**
 * One party's signature.
 *
 * @param jws compact JWS over the canonical terms, verified before it was kept
 */
public record Signature(String participant, String jws, Instant signedAt) {}
