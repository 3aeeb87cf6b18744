package dev.hefu.policy.fact;

/**
 * A participant as it is now; the gateway reads it from its own tables.
 *
 * @param version raised by every change of its keys, endpoint or status
 */
public record ParticipantFact(int version, boolean suspended) {}
