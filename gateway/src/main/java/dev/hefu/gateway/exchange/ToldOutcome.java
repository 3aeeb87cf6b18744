package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Tier;
import java.util.UUID;

/**
 * What the leaf of an exchange tells of its outcome; alike whether it was about one person or about
 * groups.
 *
 * @param word the outcome as the search index has it and as a person and a receipt are told
 * @param decision the leaf's group of that name
 */
public record ToldOutcome(String word, ObjectNode decision) {
  private static final String WITHHELD = "withheld";
  private static final String REPLAY = "replay";

  /**
   * Of a verdict.
   *
   * @throws IllegalArgumentException if it leaves no leaf
   */
  public static ToldOutcome of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Permit _ -> new ToldOutcome("PERMIT", outcome("permit"));
      case Verdict.Deny(ErrorCode reason, Exceeded exceeded) -> {
        ObjectNode decision = outcome("deny").put("code", reason.code());
        if (exceeded != null) {
          decision.put("budget", exceeded.budget().name());
        }
        yield new ToldOutcome(reason.code(), decision);
      }
      case Verdict.Replay replay ->
          new ToldOutcome(REPLAY, outcome(REPLAY).put("of", replay.exchange().toString()));
      case Verdict.KeyConflict _, Verdict.Unproven _ ->
          throw new IllegalArgumentException(verdict + " leaves no leaf");
    };
  }

  /** Of an answer that was not sent, though its exchange is permitted. */
  public static ToldOutcome withheld(UUID of) {
    return new ToldOutcome(WITHHELD, outcome(WITHHELD).put("of", of.toString()));
  }

  /** The same, with what the decision rests on. */
  public ToldOutcome restingOn(Ruling ruling, InputText input, Tier tier) {
    return new ToldOutcome(
        word,
        decision
            .deepCopy()
            .put("policy", ruling.revision())
            .put("input", input.digest())
            .put("tier", tier.name()));
  }

  private static ObjectNode outcome(String outcome) {
    return JsonNodeFactory.instance.objectNode().put("outcome", outcome);
  }
}
