package dev.hefu.policy.claim;

import java.nio.ByteBuffer;

/**
 * A proof of possession (DPoP, RFC 9449) that came with a claim and whose signature holds. It
 * counts once in the whole network.
 *
 * @param digest 32 bytes that stand for its key and its id
 * @param issuedAt its {@code iat}, in seconds since 1970
 */
public record Proof(ByteBuffer digest, long issuedAt) {}
