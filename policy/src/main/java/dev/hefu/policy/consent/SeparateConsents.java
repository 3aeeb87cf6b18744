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
    boolean recipient, boolean sensitive, boolean abroad, boolean guardian) {
  /** None of them. */
  public static final SeparateConsents NONE = new SeparateConsents(false, false, false, false);

  /** What is in both: of what was asked, what the person agreed to. */
  SeparateConsents and(SeparateConsents given) {
    return new SeparateConsents(
        recipient && given.recipient,
        sensitive && given.sensitive,
        abroad && given.abroad,
        guardian && given.guardian);
  }
}
