package dev.hefu.gateway.evidence;

import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.claim.Claim;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that is ready to be committed.
 *
 * @param claim what it asks to be admitted for
 * @param expected the verdict that its leaf is prepared for; another one costs a second preparation
 * @param draft the leaf for a verdict; not asked for one that leaves none
 * @param envelope the sealed answer, kept for replay if the exchange is permitted; null if the
 *     proposal is to deny
 */
public record ExchangeClaim(
    Claim claim, Verdict expected, Function<Verdict, LeafDraft> draft, @Nullable String envelope) {

  /**
   * The verdict on an exchange, durable.
   *
   * @param evidence null for a verdict that leaves no leaf
   * @param fence until when an answer may begin to leave on this verdict
   */
  public record Ruled(Verdict verdict, @Nullable Evidence evidence, Fence fence) {
    /**
     * The evidence of a verdict that leaves a leaf.
     *
     * @throws IllegalStateException if there is none
     */
    public Evidence required() {
      if (evidence == null) {
        throw new IllegalStateException(verdict + " leaves no leaf");
      }
      return evidence;
    }
  }
}
