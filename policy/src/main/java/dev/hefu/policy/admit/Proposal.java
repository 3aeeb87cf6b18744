package dev.hefu.policy.admit;

import dev.hefu.schemas.ErrorCode;

/** What the decision phase proposes for one exchange; only {@link Admission} makes it final. */
public sealed interface Proposal {
  /**
   * Release, if the facts still hold at commit.
   *
   * @param records how many records the answer has as it would be released, at least 1; 0 if it
   *     asks for an earlier answer again
   */
  record Permit(int records) implements Proposal {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative: a budget is never given back
     */
    public Permit {
      if (records < 0) {
        throw new IllegalArgumentException(records + " records");
      }
    }
  }

  /** Refuse, whatever the facts have become. */
  record Deny(ErrorCode reason) implements Proposal {}
}
