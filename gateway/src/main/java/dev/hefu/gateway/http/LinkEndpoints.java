package dev.hefu.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.participant.LinkTokens;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.person.ConsentLeaves;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkOutcome;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.policy.subject.UnlinkOutcome;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.LinkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** A person's links with participants, made and ended by the person alone. */
final class LinkEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final LinkLedger links;
  private final LinkTokens tokens;
  private final Participants participants;
  private final TagKeys tagKeys;

  LinkEndpoints(
      DSLContext database,
      Committer committer,
      LinkLedger links,
      LinkTokens tokens,
      Participants participants,
      TagKeys tagKeys) {
    this.database = database;
    this.committer = committer;
    this.links = links;
    this.tokens = tokens;
    this.participants = participants;
    this.tagKeys = tagKeys;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "requestLink", this::request,
        "completeLink", this::complete,
        "listLinks", this::list,
        "endLink", this::end);
  }

  private Answer request(Call call) {
    String participant = call.message(LinkRequest.class).participant();
    Known.participant(participants, participant);
    RequestOutcome outcome =
        database.transactionResult(
            tx -> links.request(tx.dsl(), Instant.now(), call.person(), participant));
    return switch (outcome) {
      case RequestOutcome.Requested(var request) ->
          Answer.json(201, new LinkNonce(participant, request.nonce(), request.expiresAt()));
      case RequestOutcome.AlreadyLinked linked ->
          throw new Refusal(ErrorCode.CONFLICT, "you have a link with " + participant + " already");
      case RequestOutcome.TooMany(int limit) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "you have " + limit + " open link requests, the limit");
    };
  }

  private Answer complete(Call call) {
    LinkToken token =
        tokens
            .verified(call.message(LinkCompletion.class).linkToken())
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.LINK_TOKEN_INVALID,
                        "the token is not signed by a participant for this gateway"));
    String tagKey = Facts.base64url(tagKeys.commitmentOfSubject(call.person()));
    Committed<LinkOutcome> committed =
        committer.change(
            (tx, now) -> {
              LinkOutcome outcome = links.link(tx, now, call.person(), token);
              return outcome instanceof LinkOutcome.Linked(Link link)
                  ? new Changed<>(
                      outcome, List.of(leaf(link, "linked", Map.of("tagKey", tagKey), now)))
                  : Changed.nothing(outcome);
            });
    return switch (committed.result()) {
      case LinkOutcome.Linked(Link link) ->
          Answer.created(
              "/v1/links/" + link.id(),
              new dev.hefu.schemas.person.Link(
                  link.id().toString(),
                  link.participant(),
                  link.linkedAt(),
                  committed.evidence().getFirst().toMessage()));
      case LinkOutcome.TokenRefused refused ->
          throw new Refusal(
              ErrorCode.LINK_TOKEN_INVALID, "the token does not fit an open request of yours");
      case LinkOutcome.Conflict conflict ->
          throw new Refusal(
              ErrorCode.CONFLICT,
              "you are linked with this participant, or its customer is linked with another"
                  + " person");
    };
  }

  private Answer list(Call call) {
    return Answer.ok(
        new Page<>(
            links.ofSubject(database, call.person()).stream()
                .filter(Link::active)
                .limit(call.limit())
                .map(
                    link ->
                        new dev.hefu.schemas.person.Link(
                            link.id().toString(), link.participant(), link.linkedAt(), null))
                .toList(),
            null));
  }

  private Answer end(Call call) {
    Committed<UnlinkOutcome> committed =
        committer.change(
            (tx, now) -> {
              UnlinkOutcome outcome = links.unlink(tx, now, call.person(), call.id("id"));
              return outcome instanceof UnlinkOutcome.Unlinked unlinked
                  ? new Changed<>(outcome, leaves(unlinked, now), true)
                  : Changed.nothing(outcome);
            });
    return switch (committed.result()) {
      case UnlinkOutcome.Unlinked unlinked -> Answer.noContent();
      case UnlinkOutcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "you have no such link");
    };
  }

  private static List<LeafDraft> leaves(UnlinkOutcome.Unlinked unlinked, Instant now) {
    List<LeafDraft> leaves = new ArrayList<>();
    leaves.add(leaf(unlinked.link(), "unlinked", Map.of(), now));
    for (Consent ended : unlinked.ended()) {
      leaves.addAll(ConsentLeaves.of(ended, now));
    }
    return leaves;
  }

  /**
   * The leaf of a link's change.
   *
   * @param more facts beside the subject: their first leaf commits to the key of their tags
   */
  private static LeafDraft leaf(Link link, String outcome, Map<String, String> more, Instant now) {
    ObjectNode subject = Facts.of(more).put("subject", link.subject().toString());
    return LeafDraft.change(
        LeafKind.LINK,
        now,
        new LeafDraft.Owners(link.subject(), link.participant(), null),
        outcome,
        Map.of(
            Group.PARTIES, Facts.of("participant", link.participant()),
            Group.DECISION, Facts.of("outcome", outcome),
            Group.SUBJECT, subject));
  }
}
