package dev.hefu.policy.claim;

/** A caller's name for one request; unique per consumer. */
public record IdempotencyKey(String consumer, String key) {}
