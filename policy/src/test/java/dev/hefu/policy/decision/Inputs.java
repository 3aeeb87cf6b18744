package dev.hefu.policy.decision;

import dev.hefu.policy.World;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.dataset.Cell;
import java.util.List;
import java.util.UUID;

/** Inputs of decisions. */
final class Inputs {
  static final String CONSUMER_LOCAL_ID = "customer-4711";
  static final String PROVIDER_LOCAL_ID = "account-0815";
  static final UUID SUBJECT = UUID.randomUUID();
  private static final UUID CONSENT = UUID.randomUUID();

  private Inputs() {}

  /** One that is permitted, with one cell of the category and classification named. */
  static DecisionInput permitted() {
    Standing agreement = new Standing(UUID.randomUUID(), 2, AgreementState.SIGNED, World.sharing());
    return of(new Candidate(agreement, person()));
  }

  static DecisionInput of(Candidate candidate) {
    Cell cell =
        new Cell(
            "payment.personal",
            Category.PAYMENT,
            Classification.PERSONAL,
            List.of("preferredMethods"),
            List.of());
    return new DecisionInput(
        World.NOON, World.ask(CONSUMER_LOCAL_ID), candidate, List.of(cell), false, false);
  }

  private static Candidate.Person person() {
    FactVersion any = new FactVersion(CONSENT, 1);
    return new Candidate.Person(
        new Consent(
            CONSENT,
            1,
            ConsentState.GRANTED,
            SUBJECT,
            "subject-reference",
            "consumer-reference",
            World.terms(),
            World.NOTICE,
            null,
            World.NOON,
            World.NOON),
        true,
        false,
        new Personal(any, any, any),
        PROVIDER_LOCAL_ID,
        null);
  }
}
