package dev.hefu.policy.subject;

/** What became of a link token. */
public sealed interface LinkOutcome {
  /** The accounts are linked; this needs a leaf. */
  record Linked(Link link) implements LinkOutcome {}

  /** The token does not fit this person's open request; the cause is for logs, not for callers. */
  record TokenRefused(Cause cause) implements LinkOutcome {}

  /** This person has a link with the participant, or another person has this very id. */
  record Conflict() implements LinkOutcome {}

  /** The participant is suspended: it may not be the participant who signed the token. */
  record Suspended() implements LinkOutcome {}

  /** Why a link token was refused. */
  enum Cause {
    UNKNOWN_NONCE,
    OTHER_PERSON,
    OTHER_PARTICIPANT,
    USED_NONCE,
    REQUEST_EXPIRED,
    TOKEN_NOT_YET_VALID,
    TOKEN_EXPIRED,
    TOKEN_TOO_LONG,
    LOCAL_ID_INVALID
  }
}
