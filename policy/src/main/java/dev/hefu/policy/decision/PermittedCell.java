package dev.hefu.policy.decision;

import org.jspecify.annotations.Nullable;

/**
 * A cell that may be released.
 *
 * @param mask the mask under which alone it may be released; null if as it is
 */
public record PermittedCell(String name, @Nullable String mask) {}
