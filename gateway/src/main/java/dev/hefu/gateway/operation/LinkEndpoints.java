package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.LinkTokens;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.participant.SignInPlaces;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.policy.subject.Link;
import dev.hefu.policy.subject.LinkOutcome;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.RequestOutcome;
import dev.hefu.policy.subject.UnlinkOutcome;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.LinkRequest;
import dev.hefu.schemas.person.SignInPlace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A person's links with participants, made and ended by the person alone. */
final class LinkEndpoints {
  private final ParticipantActs acts;
  private final PersonLinks links;
  private final LinkTokens tokens;
  private final SignInPlaces places;
  private final Participants participants;

  LinkEndpoints(
      ParticipantActs acts,
      PersonLinks links,
      LinkTokens tokens,
      SignInPlaces places,
      Participants participants) {
    this.acts = acts;
    this.places = places;
    this.links = links;
    this.tokens = tokens;
    this.participants = participants;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "putSignInPlace", this::signInAt,
        "requestLink", this::request,
        "completeLink", this::complete,
        "listLinks", this::list,
        "endLink", this::end);
  }

  private Answer signInAt(Call call) {
    SignInPlace place = call.message(SignInPlace.class);
    String participant = call.participant();
    acts.change(
        participant,
        (tx, now) -> {
          places.put(
              tx, now, participant, new SignInPlaces.Place(place.issuer(), place.clientId()));
          return new Changed<>(
              participant,
              List.of(
                  LeafDraft.change(
                      LeafKind.PARTICIPANT,
                      now,
                      new LeafDraft.Owners(null, participant, null),
                      "sign-in-place",
                      Map.of(
                          Group.PARTIES,
                          Group.fact("participant", participant),
                          Group.DATA,
                          Group.fact("issuer", place.issuer().toString())))));
        });
    return Answer.noContent();
  }

  private Answer request(Call call) {
    String participant = call.message(LinkRequest.class).participant();
    ParticipantActs.known(participants, participant);
    return switch (links.request(call.person(), participant)) {
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
    Committed<LinkOutcome> committed = links.complete(call.person(), token);
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
      case LinkOutcome.Suspended suspended -> throw ParticipantActs.suspended(token.participant());
      case LinkOutcome.Conflict conflict ->
          throw new Refusal(
              ErrorCode.CONFLICT,
              "you are linked with this participant, or its customer is linked with another"
                  + " person");
    };
  }

  /** A person has one link with a participant at most, so the cursor is the participant. */
  private Answer list(Call call) {
    String after = call.query().getOrDefault("cursor", "");
    List<Link> page =
        links.list(call.person()).stream()
            .sorted(Comparator.comparing(Link::participant))
            .filter(link -> link.participant().compareTo(after) > 0)
            .limit(call.limit())
            .toList();
    return Answer.ok(
        call.page(
            page,
            Link::participant,
            link ->
                new dev.hefu.schemas.person.Link(
                    link.id().toString(), link.participant(), link.linkedAt(), null)));
  }

  private Answer end(Call call) {
    return switch (links.end(call.person(), call.id("id")).result()) {
      case UnlinkOutcome.Unlinked unlinked -> Answer.noContent();
      case UnlinkOutcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "you have no such link");
    };
  }
}
