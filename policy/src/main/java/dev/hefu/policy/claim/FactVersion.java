package dev.hefu.policy.claim;

import java.util.UUID;

/** One fact as it was seen: its id and its version, which every change of the fact raises. */
public record FactVersion(UUID id, int version) {}
