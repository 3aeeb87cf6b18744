package dev.hefu.policy.claim;

import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.schemas.ErrorCode;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decision phase proposes for one exchange; only the admission makes it final. */
public sealed interface Proposal {
  /**
   * Release, if the facts still hold at commit.
   *
   * @param records how many records the answer has as it would be released, at least 1; 0 if it
   *     asks for an earlier answer again
   * @param basis digest of what the answer rests on beside its request: the consent, and what the
   *     rules permit of it; an earlier answer is given again only on the same
   * @param approval of the provider's that it needs; null if it needs none
   */
  record Permit(int records, String basis, @Nullable ApprovalKey approval) implements Proposal {
    /** One that needs no approval. */
    public Permit(int records, String basis) {
      this(records, basis, null);
    }

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

    /** Whether it has no answer of its own. */
    public boolean again() {
      return records == 0;
    }
  }

  /**
   * Tell how many persons are in which group, if the agreement still holds and everybody who was
   * counted still stands at commit.
   *
   * @param question digest of what was asked
   * @param day of UTC that the answer holds for
   * @param answer what is told; empty if it asks for an earlier answer again
   * @param counted the facts about each person counted
   * @param repeated whether the question had this answer already; nobody was counted then
   */
  record Figure(
      String question, LocalDate day, String answer, List<Personal> counted, boolean repeated)
      implements Proposal {
    /** Copies the facts. */
    public Figure {
      counted = List.copyOf(counted);
    }

    /** Whether it has no answer of its own. */
    public boolean again() {
      return answer.isEmpty();
    }
  }

  /**
   * Refuse for want of the provider's approval, and have the request wait for it, if the facts
   * would still permit the rest at commit.
   */
  record Await(ApprovalKey approval) implements Proposal {}

  /** Refuse, whatever the facts have become. */
  record Deny(ErrorCode reason) implements Proposal {}
}
