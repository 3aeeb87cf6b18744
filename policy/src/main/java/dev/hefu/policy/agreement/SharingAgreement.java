package dev.hefu.policy.agreement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A sharing agreement as it stands.
 *
 * @param version raised by every change of state, starting at 1
 * @param canonicalTerms the text that was signed (RFC 8785)
 * @param signatures the proposer's first
 * @param changedAt when it came into its state
 */
public record SharingAgreement(
    UUID id,
    int version,
    AgreementState state,
    SharingTerms terms,
    String canonicalTerms,
    List<Signature> signatures,
    Instant changedAt) {}
