package dev.hefu.policy.approval;

/** What became of a provider's word. */
public sealed interface ApprovalOutcome {
  /** It counts; this needs a leaf. */
  record Changed(PartyApproval approval) implements ApprovalOutcome {}

  /** The provider was asked for no such approval. */
  record NotFound() implements ApprovalOutcome {}

  /** It cannot be said as things stand; one clause. */
  record Unfit(String why) implements ApprovalOutcome {}
}
