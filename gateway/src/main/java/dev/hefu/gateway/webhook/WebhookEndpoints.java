package dev.hefu.gateway.webhook;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import dev.hefu.schemas.webhook.WebhookPlace;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Where participants receive webhooks, how far each has come, and their acknowledgements. */
public final class WebhookEndpoints {
  private final DSLContext database;
  private final ParticipantActs acts;
  private final Acknowledgements acknowledgements;

  public WebhookEndpoints(DSLContext database, Committer committer, Participants participants) {
    this.database = database;
    this.acts = new ParticipantActs(database, committer, participants);
    this.acknowledgements = new Acknowledgements(database, committer, participants);
  }

  /** The endpoints by operation. */
  public Map<String, Endpoint> all() {
    return Map.of(
        "putWebhookPlace", this::receiveAt,
        "listWebhooks", this::list,
        "acknowledgeWebhook", this::acknowledge);
  }

  private Answer receiveAt(Call call) {
    String url = call.message(WebhookPlace.class).url().toString();
    String participant = call.participant();
    acts.change(
        participant,
        (tx, now) -> {
          WebhookRows.place(tx, now, participant, url);
          return new Changed<>(
              participant,
              List.of(
                  LeafDraft.change(
                      LeafKind.PARTICIPANT,
                      now,
                      new LeafDraft.Owners(null, participant, null),
                      "webhook-place",
                      Map.of(
                          Group.PARTIES,
                          Group.fact("participant", participant),
                          Group.DATA,
                          Group.fact("url", url)))));
        });
    // After the change, since there may be many, and the log's head is not held for them.
    DueRows.again(database, participant);
    return Answer.noContent();
  }

  private Answer list(Call call) {
    String participant = call.caller() instanceof Caller.Participant(String id) ? id : null;
    return Answer.ok(
        call.page(
            WebhookRows.page(database, participant, state(call), call.cursorId(), call.limit()),
            kept -> kept.id().toString(),
            kept ->
                participant == null
                    ? WebhookForm.ofOfficer(kept)
                    : WebhookForm.ofReceiver(kept, null)));
  }

  private static Webhook.@Nullable State state(Call call) {
    // The contract has made sure that it is one of them.
    String state = call.query().get("state");
    return state == null ? null : Webhook.State.valueOf(state);
  }

  private Answer acknowledge(Call call) {
    String signed = call.message(WebhookAcknowledgement.class).acknowledgement();
    return switch (acknowledgements.acknowledge(call.participant(), call.id("id"), signed)) {
      case Acknowledgements.Outcome.Kept(Committed<KeptWebhook> kept) ->
          Answer.ok(
              WebhookForm.ofReceiver(
                  kept.result(), kept.evidence().isEmpty() ? null : kept.evidence().getFirst()));
      case Acknowledgements.Outcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "you were sent no such webhook");
      case Acknowledgements.Outcome.NotSigned() ->
          throw new Refusal(
              ErrorCode.SIGNATURE_INVALID,
              "this is not your signature, of the type %s, over the id of this webhook and the"
                      .formatted(WebhookAcknowledgement.JWS_TYPE)
                  + " digest of its body");
    };
  }
}
