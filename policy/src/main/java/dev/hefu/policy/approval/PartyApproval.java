package dev.hefu.policy.approval;

import dev.hefu.policy.consent.Consent;

/**
 * An approval with what its two parties call the person's consent.
 *
 * @param providerReference the provider's own reference of the consent
 */
public record PartyApproval(
    Approval approval, String provider, Consent consent, String providerReference) {}
