package dev.hefu.policy.agreement;

/** What became of an attempt to change a sharing agreement. */
public sealed interface AgreementOutcome {
  /** It changed; this needs a leaf. */
  record Changed(SharingAgreement agreement) implements AgreementOutcome {}

  /** It cannot come from its present state into the wanted one. */
  record WrongState(AgreementState state) implements AgreementOutcome {}

  /** The participant has signed it already. */
  record AlreadySigned() implements AgreementOutcome {}

  /** The signed bytes are not those of the proposal. */
  record OtherTerms() implements AgreementOutcome {}

  /** No such agreement that the participant is a party to. */
  record NotFound() implements AgreementOutcome {}

  /** The two parties already hold as many agreements as they may. */
  record TooMany(int limit) implements AgreementOutcome {}
}
