package dev.hefu.policy.fact;

import dev.hefu.policy.claim.FactVersion;
import java.util.UUID;

/**
 * A link as it is now.
 *
 * @param active false once the person has unlinked it, which is final
 */
public record LinkFact(FactVersion seen, UUID subject, String participant, boolean active) {}
