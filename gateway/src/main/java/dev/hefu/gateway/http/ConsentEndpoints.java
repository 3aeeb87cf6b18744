package dev.hefu.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** A person's consents: granted, paused, resumed, revoked; each change is a leaf. */
final class ConsentEndpoints {
  private final DSLContext database;
  private final Committer committer;
  private final ConsentLedger consents;
  private final LinkLedger links;
  private final Participants participants;
  private final Notices notices;

  ConsentEndpoints(
      DSLContext database,
      Committer committer,
      ConsentLedger consents,
      LinkLedger links,
      Participants participants,
      Notices notices) {
    this.database = database;
    this.committer = committer;
    this.consents = consents;
    this.links = links;
    this.participants = participants;
    this.notices = notices;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "grantConsent",
        this::grant,
        "listConsents",
        this::list,
        "pauseConsent",
        call -> change(call, consents::pause),
        "resumeConsent",
        call -> change(call, consents::resume),
        "revokeConsent",
        call -> change(call, consents::revoke),
        "readNotice",
        this::notice);
  }

  private Answer grant(Call call) {
    ConsentGrant grant = call.message(ConsentGrant.class);
    Notice notice = notices.require(grant.notice());
    List<String> named = new ArrayList<>(grant.providers());
    named.add(grant.consumer());
    named.forEach(id -> Known.participant(participants, id));
    Committed<ConsentOutcome> committed =
        committer.change(
            (tx, now) ->
                changed(
                    consents.grant(
                        tx,
                        now,
                        call.person(),
                        ConsentForms.terms(grant, now),
                        ConsentForms.shown(notice)),
                    now));
    ConsentView view = view(committed);
    return Answer.created("/v1/consents/" + view.reference(), view);
  }

  /** A change of state of one of the person's consents. */
  private interface StateChange {
    ConsentOutcome apply(DSLContext tx, Instant now, UUID subject, String reference);
  }

  private Answer change(Call call, StateChange change) {
    return Answer.ok(
        view(
            committer.change(
                (tx, now) ->
                    changed(change.apply(tx, now, call.person(), call.parameter("ref")), now))));
  }

  private Answer list(Call call) {
    List<ConsentView> views =
        switch (call.caller()) {
          case Caller.Participant(String consumer) ->
              consents.ofConsumer(database, consumer, call.limit()).stream()
                  .map(consent -> ConsentForms.ofConsumer(consent, localId(consumer, consent)))
                  .toList();
          case null, default ->
              consents.ofSubject(database, call.person(), call.limit()).stream()
                  .map(consent -> ConsentForms.ofPerson(consent, null))
                  .toList();
        };
    return Answer.ok(new Page<>(views, null));
  }

  private String localId(String consumer, Consent consent) {
    return links.localId(database, consumer, consent.subject()).orElse("");
  }

  private Answer notice(Call call) {
    return Answer.ok(
        notices.read(
            call.parameter("id"), call.query().get("version"), call.query().get("language")));
  }

  private static ConsentView view(Committed<ConsentOutcome> committed) {
    return switch (committed.result()) {
      case ConsentOutcome.Changed(Consent consent) ->
          ConsentForms.ofPerson(consent, committed.evidence().getFirst());
      case ConsentOutcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "you have no consent of this reference");
      case ConsentOutcome.NotLinked(String participant) ->
          throw new Refusal(ErrorCode.CONFLICT, "you have no link with " + participant);
      case ConsentOutcome.AlreadyOver() ->
          throw new Refusal(
              ErrorCode.INVALID_REQUEST, "the consent would be over before it begins");
      case ConsentOutcome.WrongState(var state) ->
          throw new Refusal(ErrorCode.CONFLICT, "the consent is " + state + " already or for ever");
      case ConsentOutcome.TooMany(int limit) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "you hold " + limit + " consents that have not ended, the limit");
    };
  }

  private static Changed<ConsentOutcome> changed(ConsentOutcome outcome, Instant now) {
    return switch (outcome) {
      case ConsentOutcome.Changed(Consent consent) -> new Changed<>(outcome, leaves(consent, now));
      case ConsentOutcome refused -> Changed.nothing(refused);
    };
  }

  /** One leaf for each provider, so that each finds the change under its own tag. */
  static List<LeafDraft> leaves(Consent consent, Instant now) {
    ConsentTerms terms = consent.terms();
    ObjectNode legal =
        Facts.of(
            Map.of(
                "consent", consent.consumerReference(),
                "purpose", terms.purpose().code(),
                "notice", consent.notice().id(),
                "language", consent.notice().language(),
                "noticeDigest", consent.notice().digest()));
    legal.put("consentVersion", consent.version()).put("noticeVersion", consent.notice().version());
    ObjectNode data =
        Facts.list("categories", terms.categories().stream().map(c -> c.code()).sorted().toList())
            .put("highestTier", terms.highestTier().name())
            .put("validFrom", terms.validFrom().toString())
            .put("validUntil", terms.validUntil().toString());
    return terms.providers().stream()
        .sorted()
        .map(provider -> leaf(consent, provider, legal, data, now))
        .toList();
  }

  private static LeafDraft leaf(
      Consent consent, String provider, JsonNode legal, JsonNode data, Instant now) {
    String state = consent.state().name().toLowerCase(Locale.ROOT);
    return LeafDraft.change(
        LeafKind.CONSENT,
        now,
        new LeafDraft.Owners(consent.subject(), provider, consent.terms().consumer()),
        state,
        Map.of(
            Group.PARTIES,
            Facts.of(Map.of("provider", provider, "consumer", consent.terms().consumer())),
            Group.LEGAL,
            legal,
            Group.DECISION,
            Facts.of("outcome", state),
            Group.DATA,
            data,
            Group.SUBJECT,
            Facts.of("subject", consent.subject().toString())));
  }
}
