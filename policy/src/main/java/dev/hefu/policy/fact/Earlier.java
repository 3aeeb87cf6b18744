package dev.hefu.policy.fact;

import java.util.UUID;

/**
 * The permitted exchange that an idempotency key already stands for. Refused exchanges bind no key:
 * they disclosed nothing and are decided anew when repeated.
 *
 * @param leafIndex index of its leaf in the log
 * @param requestDigest digest of the request it answered, in any fixed form
 */
public record Earlier(UUID exchange, long leafIndex, String requestDigest) {}
