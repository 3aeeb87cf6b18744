package dev.hefu.gateway.replay;

import java.util.UUID;

/**
 * One decision of the rules as it is kept.
 *
 * @param index of its leaf
 * @param revision of the rules that decided, as the leaf commits to it
 * @param digest of the input, as the leaf commits to it
 * @param input what the rules saw
 * @param decision what they said, in one line
 */
public record PastDecision(
    long index, UUID exchange, String revision, String digest, String input, String decision) {}
