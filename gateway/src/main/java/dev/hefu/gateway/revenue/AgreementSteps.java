package dev.hefu.gateway.revenue;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.settlement.AgreementOutcome;
import dev.hefu.settlement.AgreementView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the log says of a revenue agreement's life: one leaf for each step. */
final class AgreementSteps {
  /** Who does what time alone does. */
  private static final String TIME = "time";

  private final Instant now;

  private AgreementSteps(Instant now) {
    this.now = now;
  }

  /** What a party did, with the leaves of every step that it brought about, its own first. */
  static Changed<AgreementOutcome> of(AgreementOutcome outcome, String by, Instant now) {
    AgreementSteps steps = new AgreementSteps(now);
    return switch (outcome) {
      case AgreementOutcome.Drafted(AgreementView agreement) ->
          new Changed<>(outcome, List.of(steps.leaf(agreement, "draft", by)));
      case AgreementOutcome.Proposed(AgreementView agreement) ->
          new Changed<>(outcome, List.of(steps.leaf(agreement, "proposed", by)));
      case AgreementOutcome.Countersigned countersigned ->
          new Changed<>(outcome, steps.countersigned(countersigned, by));
      case AgreementOutcome.Terminating(AgreementView agreement, _) ->
          new Changed<>(outcome, List.of(steps.leaf(agreement, "terminating", by)));
      case AgreementOutcome.Terminated(AgreementView agreement) ->
          new Changed<>(outcome, List.of(steps.leaf(agreement, "terminated", by)));
      case AgreementOutcome.BadDocument _,
          AgreementOutcome.BadSignature _,
          AgreementOutcome.NotFound _,
          AgreementOutcome.Conflict _ ->
          Changed.nothing(outcome);
    };
  }

  /** A version's first day came. */
  static LeafDraft active(AgreementView agreement, Instant now) {
    return new AgreementSteps(now).leaf(agreement, "active", TIME);
  }

  private List<LeafDraft> countersigned(AgreementOutcome.Countersigned outcome, String by) {
    List<LeafDraft> leaves = new ArrayList<>();
    leaves.add(leaf(outcome.agreement(), "countersigned", by));
    if (outcome.agreement().state() == AgreementView.State.ACTIVE) {
      leaves.add(active(outcome.agreement(), now));
    }
    outcome.amended().ifPresent(amended -> leaves.add(leaf(amended, "amended", by)));
    return leaves;
  }

  private LeafDraft leaf(AgreementView agreement, String step, String by) {
    return LeafDraft.change(
        LeafKind.REVENUE_AGREEMENT,
        now,
        by.equals(TIME) ? LeafDraft.Owners.NONE : new LeafDraft.Owners(null, by, null),
        step,
        Map.of(
            Group.PARTIES,
            Group.list("parties", agreement.parties()),
            Group.LEGAL,
            Group.facts(Map.of("agreement", agreement.id().toString(), "digest", agreement.hash()))
                .put("agreementVersion", agreement.version()),
            Group.DECISION,
            Group.facts(Map.of("outcome", step, "by", by))));
  }
}
