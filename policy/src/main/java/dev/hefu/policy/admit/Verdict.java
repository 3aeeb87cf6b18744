package dev.hefu.policy.admit;

import dev.hefu.schemas.ErrorCode;
import java.util.OptionalLong;
import java.util.UUID;

/** The final answer to one claim. */
public sealed interface Verdict {
  /** The envelope may leave once this batch is durable; leaves a leaf. */
  record Permit() implements Verdict {}

  /** Nothing may leave; leaves a leaf. */
  record Deny(ErrorCode reason) implements Verdict {}

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
}
