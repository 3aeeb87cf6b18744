package dev.hefu.policy.fact;

import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.schemas.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What figures rest on, read after the lock.
 *
 * @param standing of the persons that each exchange counted, how many have the very consent and
 *     links that were seen, all in force; missing where there are none
 * @param answered the questions that have an answer
 * @param asked by sharing agreement, how many questions of this month (UTC) have one under any
 *     agreement of the same two parties
 */
public record FigureFacts(
    Map<UUID, Integer> standing, Set<String> answered, Map<UUID, Integer> asked) {
  /**
   * Different questions, each of one day, that a consumer may have answered of one provider in a
   * month (UTC): three a day. What can be worked out of many answers together ends here, and does
   * not begin anew with another agreement.
   */
  public static final int MOST_IN_A_MONTH = 100;

  /** Where nobody asks for figures. */
  public static final FigureFacts NONE = new FigureFacts(Map.of(), Set.of(), Map.of());

  /** How much of the budget is used by so many questions of this month. */
  static Balance balance(int asked, Instant now) {
    LocalDate month = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1);
    return new Balance(
        Budget.AGREEMENT_QUESTIONS,
        MOST_IN_A_MONTH,
        Window.MONTH,
        asked,
        month.atStartOfDay(ZoneOffset.UTC).toInstant(),
        month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
