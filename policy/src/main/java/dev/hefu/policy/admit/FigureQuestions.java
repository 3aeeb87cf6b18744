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
import org.jspecify.annotations.Nullable;

/**
 * The questions about groups that a batch answers. A question that has an answer gets that one and
 * costs nothing; a new one is answered only if everybody who was counted still stands, and spends
 * one of the questions that this consumer has of this provider in the month.
 */
final class FigureQuestions {
  private final Facts facts;
  private final Map<String, FigureAnswer> answers = new LinkedHashMap<>();
  private final Map<Parties, Integer> spent = new HashMap<>();

  /** Whatever agreements they have: a new one does not begin with no memory. */
  private record Parties(String consumer, String provider) {
    static Parties of(Claim claim) {
      return new Parties(claim.consumer(), claim.provider());
    }
  }

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
    return isAnswered(figure) || asked(claim) < FigureFacts.MOST_IN_A_MONTH
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
      answers.put(
          figure.question(),
          new FigureAnswer(
              figure.question(),
              claim.agreement(),
              figure.day(),
              figure.answer(),
              claim.exchange()));
      spent.merge(Parties.of(claim), 1, Integer::sum);
    }
  }

  private int asked(Claim claim) {
    return facts.figures().asked().getOrDefault(claim.agreement(), 0)
        + spent.getOrDefault(Parties.of(claim), 0);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(facts.now(), ZoneOffset.UTC);
  }
}
