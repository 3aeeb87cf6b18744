package dev.hefu.policy.consent;

/** What became of an attempt to change a consent. */
public sealed interface ConsentOutcome {
  /** It changed; the consent is as it now stands and this change needs a leaf. */
  record Changed(Consent consent) implements ConsentOutcome {}

  /** It cannot come from its present state into the wanted one. */
  record WrongState(ConsentState state) implements ConsentOutcome {}

  /** The person has no active link with this participant. */
  record NotLinked(String participant) implements ConsentOutcome {}

  /** Its validity would be over before it begins. */
  record AlreadyOver() implements ConsentOutcome {}

  /** What it says contradicts itself or names what does not exist; one clause. */
  record Invalid(String detail) implements ConsentOutcome {}

  /** No such consent of this person. */
  record NotFound() implements ConsentOutcome {}

  /**
   * As many that are not final as there may be: of the person's own, or of those that the provider
   * attested of them.
   */
  record TooMany(int limit) implements ConsentOutcome {}
}
