package dev.hefu.gateway.revenue;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.revenue.AdjustmentProposal;
import dev.hefu.settlement.Adjustment;
import dev.hefu.settlement.AdjustmentOutcome;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.event.WaitingEvent;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Events that wait, and what the parties of an agreement decide about those that need persons. */
final class AdjustmentEndpoints {
  private final DSLContext database;
  private final ParticipantActs acts;
  private final Settlement settlement;

  AdjustmentEndpoints(DSLContext database, ParticipantActs acts, Settlement settlement) {
    this.database = database;
    this.acts = acts;
    this.settlement = settlement;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "listWaitingEvents", this::waiting,
        "listAdjustments", this::list,
        "proposeAdjustment", this::propose,
        "approveAdjustment", this::approve);
  }

  private Answer waiting(Call call) {
    boolean rejected = "rejected".equals(call.query().get("outcome"));
    List<WaitingEvent> page =
        rejected
            ? settlement.rejected(database, call.participant(), after(call), call.limit())
            : settlement.waiting(database, call.participant(), after(call), call.limit());
    return Answer.ok(
        call.page(page, each -> Long.toString(each.number()), AdjustmentEndpoints::message));
  }

  private static dev.hefu.schemas.revenue.WaitingEvent message(WaitingEvent event) {
    return new dev.hefu.schemas.revenue.WaitingEvent(
        event.source(),
        event.id(),
        event.line().isEmpty() ? null : event.line(),
        event.receivedAt(),
        event.reason());
  }

  private Answer list(Call call) {
    return Answer.ok(
        call.page(
            settlement.adjustments(database, call.participant(), after(call), call.limit()),
            each -> Long.toString(each.number()),
            each -> message(each, null)));
  }

  /** The cursor is the number of the last one seen. */
  private static long after(Call call) {
    return call.cursorNumber().orElse(0);
  }

  private Answer propose(Call call) {
    AdjustmentProposal proposal = call.message(AdjustmentProposal.class);
    String caller = call.participant();
    Committed<AdjustmentOutcome> made =
        acts.change(
            caller,
            (tx, now) ->
                changed(
                    settlement.proposeAdjustment(
                        tx,
                        caller,
                        proposal.source(),
                        proposal.event(),
                        proposal.decision() == AdjustmentProposal.Decision.SETTLE,
                        proposal.reason(),
                        now),
                    "proposed",
                    caller,
                    now));
    return Answer.json(201, view(made));
  }

  private Answer approve(Call call) {
    String caller = call.participant();
    return Answer.ok(
        view(
            acts.change(
                caller,
                (tx, now) ->
                    changed(
                        settlement.approveAdjustment(tx, call.id("id"), caller, now),
                        "approved",
                        caller,
                        now))));
  }

  private static Changed<AdjustmentOutcome> changed(
      AdjustmentOutcome outcome, String step, String by, Instant now) {
    return outcome instanceof AdjustmentOutcome.Made(Adjustment adjustment)
        ? new Changed<>(outcome, List.of(leaf(adjustment, step, by, now)))
        : Changed.nothing(outcome);
  }

  private static LeafDraft leaf(Adjustment adjustment, String step, String by, Instant now) {
    return LeafDraft.change(
        LeafKind.ADJUSTMENT,
        now,
        new LeafDraft.Owners(null, by, null),
        step,
        Map.of(
            Group.PARTIES, Group.list("parties", adjustment.parties()),
            Group.LEGAL, Group.fact("agreement", adjustment.agreement().toString()),
            Group.DECISION,
                Group.facts(
                    Map.of("outcome", step, "by", by, "decision", decision(adjustment).toString())),
            Group.DATA,
                Group.facts(
                    Map.of(
                        "adjustment", adjustment.id().toString(),
                        "source", adjustment.source(),
                        "event", adjustment.event()))));
  }

  private static dev.hefu.schemas.revenue.Adjustment view(Committed<AdjustmentOutcome> made) {
    return switch (made.result()) {
      case AdjustmentOutcome.Made(Adjustment adjustment) ->
          message(adjustment, made.evidence().getFirst());
      case AdjustmentOutcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "no agreement of yours has it");
      case AdjustmentOutcome.Conflict(String reason) ->
          throw new Refusal(ErrorCode.CONFLICT, reason);
    };
  }

  private static AdjustmentProposal.Decision decision(Adjustment adjustment) {
    return adjustment.settles()
        ? AdjustmentProposal.Decision.SETTLE
        : AdjustmentProposal.Decision.DISMISS;
  }

  private static dev.hefu.schemas.revenue.Adjustment message(
      Adjustment adjustment, @Nullable Evidence evidence) {
    String period = adjustment.period();
    return new dev.hefu.schemas.revenue.Adjustment(
        adjustment.id().toString(),
        adjustment.agreement().toString(),
        adjustment.source(),
        adjustment.event(),
        adjustment.line(),
        decision(adjustment),
        adjustment.waited(),
        adjustment.why(),
        YearMonth.parse(adjustment.ofPeriod()),
        adjustment.proposedBy(),
        adjustment.proposedAt(),
        adjustment.approvedBy(),
        adjustment.approvedAt(),
        period == null ? null : YearMonth.parse(period),
        adjustment.waitsAgain(),
        evidence == null ? null : evidence.toMessage());
  }
}
