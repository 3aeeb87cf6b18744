package dev.hefu.policy.admit;

import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FigureFacts;
import dev.hefu.schemas.Window;
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
    return isAnswered(figure) || asked(claim.agreement()) < FigureFacts.MOST_IN_A_MONTH
        ? null
        : new Exceeded(
            Budget.AGREEMENT_QUESTIONS,
            FigureFacts.MOST_IN_A_MONTH,
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

  private LocalDate today() {
    return LocalDate.ofInstant(facts.now(), ZoneOffset.UTC);
  }
}
