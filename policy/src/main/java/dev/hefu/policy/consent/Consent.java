package dev.hefu.policy.consent;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent as it stands.
 *
 * @param version raised by every change of state, starting at 1
 * @param subjectReference what the person calls it
 * @param consumerReference what the consumer calls it; unlike any other participant's reference
 * @param attestation who says that the person agreed; null if the person did so here
 * @param changedAt when it came into its state
 */
public record Consent(
    UUID id,
    int version,
    ConsentState state,
    UUID subject,
    String subjectReference,
    String consumerReference,
    ConsentTerms terms,
    Notice notice,
    @Nullable Attestation attestation,
    Instant createdAt,
    Instant changedAt) {}
