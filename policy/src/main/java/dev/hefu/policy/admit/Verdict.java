package dev.hefu.policy.admit;

import dev.hefu.policy.budget.Exceeded;
import dev.hefu.schemas.ErrorCode;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The final answer to one claim. */
public sealed interface Verdict {
  /** The envelope may leave once this batch is durable; leaves a leaf. */
  record Permit() implements Verdict {}

  /**
   * Nothing may leave; leaves a leaf.
   *
   * @param exceeded which budget, where that is the reason and the caller may know; else null
   */
  record Deny(ErrorCode reason, @Nullable Exceeded exceeded) implements Verdict {
    /** A denial for another reason than a budget. */
    public Deny(ErrorCode reason) {
      this(reason, null);
    }
  }

  /**
   * The earlier answer may be given again, for the facts still permit it; spends no budget, leaves
   * a leaf.
   *
   * @param exchange the earlier exchange
   * @param leafIndex its leaf; empty if it stands earlier in this very batch
   */
  record Replay(UUID exchange, OptionalLong leafIndex) implements Verdict {}

  /** The key already stands for another request; counted, leaves no leaf. */
  record KeyConflict(UUID exchange) implements Verdict {}

  /** The caller's proof of possession counts for nothing; counted, leaves no leaf. */
  record Unproven(ErrorCode reason) implements Verdict {}

  /** Whether it is an act that the log tells of. */
  default boolean leavesLeaf() {
    return switch (this) {
      case Permit _, Deny _, Replay _ -> true;
      case KeyConflict _, Unproven _ -> false;
    };
  }
}
