package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Change;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.policy.approval.ApprovalOutcome;
import dev.hefu.policy.approval.ApprovalState;
import dev.hefu.policy.approval.Approvals;
import dev.hefu.policy.approval.PartyApproval;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What waits for a provider's approval, and what the provider says. */
final class ApprovalEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final ParticipantActs acts;
  private final LinkLedger links;

  ApprovalEndpoints(
      DSLContext database, Committer committer, ParticipantActs acts, LinkLedger links) {
    this.database = database;
    this.committer = committer;
    this.acts = acts;
    this.links = links;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "listApprovals", this::list,
        "readApproval", this::read,
        "grantApproval", this::grant,
        "refuseApproval", this::refuse,
        "withdrawApproval", this::withdraw);
  }

  private Answer list(Call call) {
    return Answer.ok(
        call.page(
            Approvals.list(
                database, call.participant(), state(call), call.cursorId(), call.limit()),
            each -> each.approval().exchange().toString(),
            each -> view(each, call.participant(), null)));
  }

  private static @Nullable ApprovalState state(Call call) {
    // The contract has made sure that it is one of them.
    String state = call.query().get("state");
    return state == null ? null : ApprovalState.valueOf(state);
  }

  private Answer read(Call call) {
    return Approvals.find(database, call.participant(), call.id("exchange"))
        .map(found -> Answer.ok(view(found, call.participant(), null)))
        .orElseThrow(ApprovalEndpoints::notFound);
  }

  private Answer grant(Call call) {
    ApprovalGrant yes = call.message(ApprovalGrant.class);
    return told(
        call,
        acts.change(
            call.participant(),
            said(
                null,
                false,
                (tx, now) ->
                    Approvals.approve(
                        tx,
                        now,
                        call.participant(),
                        call.id("exchange"),
                        yes.days(),
                        yes.uses()))));
  }

  private Answer refuse(Call call) {
    ApprovalRefusal no = call.message(ApprovalRefusal.class);
    return told(
        call,
        committer.change(
            said(
                no.reason(),
                false,
                (tx, now) ->
                    Approvals.decline(
                        tx, now, call.participant(), call.id("exchange"), no.days()))));
  }

  /** Acknowledged like a revocation: when nothing that rests on it can still begin to leave. */
  private Answer withdraw(Call call) {
    String reason = call.message(Reason.class).reason();
    return told(
        call,
        committer.change(
            said(
                reason,
                true,
                (tx, now) ->
                    Approvals.withdraw(tx, now, call.participant(), call.id("exchange")))));
  }

  /** One step of a provider. */
  private interface Saying {
    ApprovalOutcome apply(DSLContext tx, Instant now);
  }

  private static Change<ApprovalOutcome> said(
      @Nullable String reason, boolean restricts, Saying saying) {
    return (tx, now) -> {
      ApprovalOutcome outcome = saying.apply(tx, now);
      return outcome instanceof ApprovalOutcome.Changed(PartyApproval approval)
          ? new Changed<>(outcome, List.of(ApprovalForm.leaf(approval, reason, now)), restricts)
          : Changed.nothing(outcome);
    };
  }

  private Answer told(Call call, Committed<ApprovalOutcome> said) {
    return switch (said.result()) {
      case ApprovalOutcome.Changed(PartyApproval approval) ->
          Answer.ok(view(approval, call.participant(), said.evidence().getFirst()));
      case ApprovalOutcome.NotFound() -> throw notFound();
      case ApprovalOutcome.Unfit(String why) -> throw new Refusal(ErrorCode.CONFLICT, why);
    };
  }

  private Approval view(PartyApproval each, String party, @Nullable Evidence evidence) {
    return ApprovalForm.of(
        each,
        party,
        links
            .localId(database, party, each.consent().subject(), each.consent().createdAt())
            .orElse(null),
        evidence);
  }

  private static Refusal notFound() {
    return new Refusal(ErrorCode.NOT_FOUND, "you were asked for no such approval");
  }
}
