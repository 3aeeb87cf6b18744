package dev.hefu.policy.admit;

import org.jspecify.annotations.Nullable;

/**
 * The facts that a decision saw.
 *
 * @param consumerVersion version of the consuming participant (its keys, its status)
 * @param providerVersion version of the providing participant
 * @param agreement the sharing agreement; null if there was none, which only a denial may have
 * @param personal the person's facts; null if none was found, which only a denial may have
 */
public record Seen(
    int consumerVersion,
    int providerVersion,
    @Nullable FactVersion agreement,
    @Nullable Personal personal) {}
