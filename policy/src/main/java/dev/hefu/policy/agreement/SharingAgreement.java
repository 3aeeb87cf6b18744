package dev.hefu.policy.agreement;

import java.time.Instant;
import java.util.List;

/**
 * A sharing agreement with its papers.
 *
 * @param canonicalTerms the text that was signed (RFC 8785)
 * @param signatures in the order in which they were given
 * @param changedAt when it came into its state
 */
public record SharingAgreement(
    Standing standing, String canonicalTerms, List<Signature> signatures, Instant changedAt) {}
