package dev.hefu.policy.admit;

import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.CountedSubject;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.fact.AgreementFact;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Facts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is spent of every budget: before the batch, and by what of the batch was permitted so far.
 * Each value is counted in the window of now, or in a later one if the clock went back.
 */
final class Spending {
  private record AgreementBudget(UUID agreement, Budget budget) {}

  private record Counted(UUID agreement, UUID subject) {}

  private final Facts facts;
  private final Map<UUID, ConsentUse> consents = new LinkedHashMap<>();
  private final Map<AgreementBudget, AgreementUse> agreements = new LinkedHashMap<>();
  private final Map<Counted, CountedSubject> subjects = new LinkedHashMap<>();

  Spending(Facts facts) {
    this.facts = facts;
  }

  /**
   * The final values of what the batch used.
   *
   * @param answers of the questions that it answered
   * @param proofs that it took
   * @param approvals that it used or asked for
   */
  Uses uses(List<FigureAnswer> answers, List<Approval> approvals) {
    return new Uses(
        List.copyOf(consents.values()),
        List.copyOf(agreements.values()),
        List.copyOf(subjects.values()),
        answers,
        approvals);
  }

  /** Whether the claim's consent is for one use, which it had. */
  boolean usedOnce(Claim claim) {
    ConsentFact consent = consent(claim);
    return consent != null && consent.mode() == ConsentMode.ONE_TIME && use(consent).total() > 0;
  }

  /**
   * The first budget of which too little is left.
   *
   * @param records how many the answer has
   * @return null if there is enough of all
   */
  @Nullable Exceeded exceeded(Claim claim, int records) {
    ConsentFact consent = consent(claim);
    if (consent == null) {
      return null;
    }
    Exceeded ofConsent = exceeded(consent, records);
    AgreementFact agreement = agreement(claim);
    SharingBudgets budgets = agreement == null ? null : agreement.budgets();
    if (ofConsent != null || agreement == null || budgets == null) {
      return ofConsent;
    }
    Exceeded ofRecords = exceeded(agreement, Budget.AGREEMENT_RECORDS, budgets.records(), records);
    return ofRecords != null
        ? ofRecords
        : exceeded(
            agreement,
            Budget.AGREEMENT_SUBJECTS,
            budgets.subjects(),
            newSubjects(agreement, budgets.subjects(), consent.subject()));
  }

  private @Nullable Exceeded exceeded(ConsentFact consent, int records) {
    Allowance frequency = consent.frequency();
    Integer most = consent.maxRecords();
    if (frequency == null && most == null) {
      return null;
    }
    ConsentUse use = use(consent);
    if (frequency != null && use.windowUsed() >= frequency.limit()) {
      Instant opensAt = frequency.windows(consent.validFrom()).end(use.windowStart());
      return new Exceeded(Budget.CONSENT_USES, frequency.limit(), frequency.window(), opensAt);
    }
    return most != null && use.records() + records > most
        ? new Exceeded(Budget.CONSENT_RECORDS, most, null, null)
        : null;
  }

  private @Nullable Exceeded exceeded(
      AgreementFact agreement, Budget budget, @Nullable Allowance allowance, int more) {
    if (allowance == null) {
      return null;
    }
    AgreementUse use = use(agreement, budget, allowance);
    if (use.used() + more <= allowance.limit()) {
      return null;
    }
    Instant opensAt = allowance.windows(agreement.validFrom()).end(use.windowStart());
    return new Exceeded(
        budget, allowance.limit(), allowance.window(), more > allowance.limit() ? null : opensAt);
  }

  /** Counts a permitted claim. */
  void spend(Claim claim, int records) {
    ConsentFact consent = consent(claim);
    if (consent == null) {
      return;
    }
    ConsentUse use = use(consent);
    consents.put(
        use.consent(),
        new ConsentUse(
            use.consent(),
            use.total() + 1,
            use.records() + records,
            use.windowStart(),
            use.windowUsed() + 1,
            facts.now()));
    AgreementFact agreement = agreement(claim);
    SharingBudgets budgets = agreement == null ? null : agreement.budgets();
    if (agreement != null && budgets != null) {
      spend(agreement, Budget.AGREEMENT_RECORDS, budgets.records(), records);
      spendSubject(agreement, budgets.subjects(), consent.subject());
    }
  }

  private void spend(
      AgreementFact agreement, Budget budget, @Nullable Allowance allowance, int more) {
    if (allowance != null) {
      AgreementUse use = use(agreement, budget, allowance);
      agreements.put(
          new AgreementBudget(use.agreement(), budget),
          new AgreementUse(use.agreement(), budget, use.windowStart(), use.used() + more));
    }
  }

  private void spendSubject(AgreementFact agreement, @Nullable Allowance allowance, UUID subject) {
    if (allowance != null && newSubjects(agreement, allowance, subject) > 0) {
      spend(agreement, Budget.AGREEMENT_SUBJECTS, allowance, 1);
      UUID id = agreement.seen().id();
      Instant window = use(agreement, Budget.AGREEMENT_SUBJECTS, allowance).windowStart();
      subjects.put(new Counted(id, subject), new CountedSubject(id, subject, window));
    }
  }

  /** 0 for a subject that was counted in this window already, else 1. */
  private int newSubjects(AgreementFact agreement, @Nullable Allowance allowance, UUID subject) {
    if (allowance == null) {
      return 0;
    }
    CountedSubject here = subjects.get(new Counted(agreement.seen().id(), subject));
    Instant last = here == null ? agreement.spent().subjects().get(subject) : here.windowStart();
    Instant window = use(agreement, Budget.AGREEMENT_SUBJECTS, allowance).windowStart();
    return last == null || last.isBefore(window) ? 1 : 0;
  }

  private @Nullable ConsentFact consent(Claim claim) {
    Personal personal = claim.seen().personal();
    return personal == null ? null : facts.consents().get(personal.consent().id());
  }

  private @Nullable AgreementFact agreement(Claim claim) {
    FactVersion agreement = claim.seen().agreement();
    return agreement == null ? null : facts.agreements().get(agreement.id());
  }

  private ConsentUse use(ConsentFact consent) {
    return consent.used(consents.getOrDefault(consent.seen().id(), consent.use()), facts.now());
  }

  private AgreementUse use(AgreementFact agreement, Budget budget, Allowance allowance) {
    AgreementUse last =
        agreements.getOrDefault(
            new AgreementBudget(agreement.seen().id(), budget),
            agreement.spent().uses().get(budget));
    return agreement.used(budget, allowance, last, facts.now());
  }
}
