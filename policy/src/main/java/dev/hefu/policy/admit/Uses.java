package dev.hefu.policy.admit;

import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalRows;
import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.AgreementUses;
import dev.hefu.policy.budget.CountedSubject;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;

/**
 * What a batch used, as final values.
 *
 * @param consents every consent that it used
 * @param agreements every budget of a sharing agreement that it used
 * @param subjects every subject that it counted
 * @param answers of every question about groups that had none
 * @param approvals every approval that it used, or that waits for its provider now
 */
public record Uses(
    List<ConsentUse> consents,
    List<AgreementUse> agreements,
    List<CountedSubject> subjects,
    List<FigureAnswer> answers,
    List<Approval> approvals) {
  /** Makes unmodifiable copies. */
  public Uses {
    consents = List.copyOf(consents);
    agreements = List.copyOf(agreements);
    subjects = List.copyOf(subjects);
    answers = List.copyOf(answers);
    approvals = List.copyOf(approvals);
  }

  /** Adds the writing, in the transaction that read the facts. */
  public void write(RoundTrip trip) {
    ConsentLedger.recordUses(trip, consents);
    AgreementUses.write(trip, agreements, subjects);
    FigureAnswers.write(trip, answers);
    ApprovalRows.write(trip, approvals);
  }
}
