package dev.hefu.policy.claim;

import org.jspecify.annotations.Nullable;

/**
 * The facts that a decision saw.
 *
 * @param consumerVersion version of the consuming participant (its keys, its status)
 * @param providerVersion version of the providing participant
 * @param agreement the sharing agreement; null if there was none, which only a denial may have
 * @param personal the person's facts; null if none was found, which only a denial may have
 * @param rules revision of the rules that decided; null where none were asked
 * @param budgeted whether the agreement sets budgets, so that what was used of them is read;
 *     whoever did not see one that stands there is refused
 */
public record Seen(
    int consumerVersion,
    int providerVersion,
    @Nullable FactVersion agreement,
    @Nullable Personal personal,
    @Nullable String rules,
    boolean budgeted) {
  /** What a decision saw without asking any rules, of an agreement without budgets. */
  public Seen(
      int consumerVersion,
      int providerVersion,
      @Nullable FactVersion agreement,
      @Nullable Personal personal) {
    this(consumerVersion, providerVersion, agreement, personal, null, false);
  }
}
