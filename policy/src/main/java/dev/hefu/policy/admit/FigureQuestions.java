package dev.hefu.policy.admit;

import dev.hefu.policy.budget.Balance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.schemas.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions about groups that a batch answers. A question that has an answer gets that one and
 * costs nothing; a new one is answered only if everybody who was counted still stands, and spends
 * one of its agreement's questions of the month.
 */
final class FigureQuestions {
  /**
   * Different questions, each of one day, that an agreement may have answered in a month (UTC):
   * three a day. What can be worked out of many answers together ends here.
   */
  static final int MOST_IN_A_MONTH = 100;

  private final Facts facts;
  private final Map<String, FigureAnswer> answers = new LinkedHashMap<>();
  private final Map<UUID, Integer> spent = new HashMap<>();

  FigureQuestions(Facts facts) {
    this.facts = facts;
  }

  /** What the batch answered that had no answer before. */
  List<FigureAnswer> answers() {
    return List.copyOf(answers.values());
  }

  /** Whether the figure rests on what is no longer so: it must be asked for anew. */
  boolean changed(Claim claim, Proposal.Figure figure) {
    if (isAnswered(figure) || figure.repeated()) {
      return isAnswered(figure) != figure.repeated();
    }
    int standing = facts.figures().standing().getOrDefault(claim.exchange(), 0);
    return standing != figure.counted().size() || !figure.day().equals(today());
  }

  /** The budget, if this is a new question and none is left; else null. */
  @Nullable Exceeded exceeded(Claim claim, Proposal.Figure figure) {
    return isAnswered(figure) || asked(claim.agreement()) < MOST_IN_A_MONTH
        ? null
        : new Exceeded(
            Budget.AGREEMENT_QUESTIONS,
            MOST_IN_A_MONTH,
            Window.MONTH,
            today().withDayOfMonth(1).plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private boolean isAnswered(Proposal.Figure figure) {
    return facts.figures().answered().contains(figure.question())
        || answers.containsKey(figure.question());
  }

  /** Keeps the answer of a question that had none. */
  void spend(Claim claim, Proposal.Figure figure) {
    if (!figure.repeated()) {
      UUID agreement = claim.agreement();
      answers.put(
          figure.question(),
          new FigureAnswer(
              figure.question(), agreement, figure.day(), figure.answer(), claim.exchange()));
      spent.merge(agreement, 1, Integer::sum);
    }
  }

  private int asked(UUID agreement) {
    return facts.figures().asked().getOrDefault(agreement, 0) + spent.getOrDefault(agreement, 0);
  }

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

  private LocalDate today() {
    return LocalDate.ofInstant(facts.now(), ZoneOffset.UTC);
  }
}
