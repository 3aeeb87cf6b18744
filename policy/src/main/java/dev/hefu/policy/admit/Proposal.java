package dev.hefu.policy.admit;

import dev.hefu.schemas.ErrorCode;

/** What the decision phase proposes for one exchange; only {@link Admission} makes it final. */
public sealed interface Proposal {
  /** Release, if the facts still hold at commit. */
  record Permit() implements Proposal {}

  /** Refuse, whatever the facts have become. */
  record Deny(ErrorCode reason) implements Proposal {}
}
