package dev.hefu.policy.consent;

/**
 * What the person agreed to separately, each a duty of the Personal Information Protection Law.
 *
 * @param recipient to provide to this recipient (Art. 23)
 * @param sensitive to process sensitive data (Art. 29)
 * @param abroad to transfer abroad (Art. 39)
 * @param guardian the guardian of a minor under 14 agreed (Art. 31)
 */
public record SeparateConsents(
    boolean recipient, boolean sensitive, boolean abroad, boolean guardian) {}
