package dev.hefu.policy.claim;

/**
 * The facts about one person that a permit rests on, as seen at decision time.
 *
 * @param consent the consent that was decided on
 * @param consumerLink the tie between the person and the consumer's id for them
 * @param providerLink the tie between the person and the provider's id for them
 */
public record Personal(FactVersion consent, FactVersion consumerLink, FactVersion providerLink) {}
