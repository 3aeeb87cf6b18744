package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.policy.consent.Attestation;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentOutcome;
import dev.hefu.policy.consent.ConsentRequests;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentRequestLink;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Consents that begin with a participant: asked for under a link, or attested by a provider. */
final class ConsentRequestEndpoints {
  private final ParticipantActs acts;
  private final PersonConsents persons;
  private final Participants participants;
  private final Notices notices;
  private final URI url;

  /**
   * @param url what persons put before the path of the consent page
   */
  ConsentRequestEndpoints(
      ParticipantActs acts,
      PersonConsents persons,
      Participants participants,
      Notices notices,
      URI url) {
    this.acts = acts;
    this.persons = persons;
    this.participants = participants;
    this.notices = notices;
    this.url = url;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "requestConsent", this::request,
        "openConsentRequest", this::open,
        "attestConsent", this::attest,
        "tellConsent", this::tell);
  }

  private Answer request(Call call) {
    ConsentGrant asked = call.message(ConsentGrant.class);
    if (!asked.consumer().equals(call.participant())) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST, "consumer: is " + asked.consumer() + ", not the caller");
    }
    ConsentEndpoints.checkNames(asked, participants, notices);
    ConsentEndpoints.checkNewest(asked, notices);
    persons
        .fault(asked)
        .ifPresent(
            fault -> {
              throw new Refusal(ErrorCode.INVALID_REQUEST, fault);
            });
    acts.check(call.participant());
    return switch (persons.ask(asked)) {
      case ConsentRequests.Made.Link(String token, var expiresAt) -> {
        URI link = URI.create(url + "/console/requests/" + token);
        yield Answer.created(link.getPath(), new ConsentRequestLink(link, expiresAt));
      }
      case ConsentRequests.Made.TooMany(int limit) ->
          throw new Refusal(
              ErrorCode.CONFLICT, "you have " + limit + " open consent requests, the limit");
    };
  }

  private Answer open(Call call) {
    return Answer.ok(ConsentEndpoints.view(persons.open(call.person(), call.parameter("token"))));
  }

  /** Whom the provider or the consumer does not have looks like whom they may not attest. */
  private Answer attest(Call call) {
    ConsentAttestation attested = call.message(ConsentAttestation.class);
    String provider = call.participant();
    ConsentGrant consent = attested.consent();
    if (!consent.providers().equals(List.of(provider))) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST, "consent: its providers are not the caller alone");
    }
    ConsentEndpoints.checkNames(consent, participants, notices);
    acts.check(provider);
    Committed<ConsentOutcome> said = persons.attest(provider, attested);
    if (said.result() instanceof ConsentOutcome.NotLinked) {
      throw notPermitted(said.evidence().getFirst());
    }
    if (said.result() instanceof ConsentOutcome.TooMany(int limit)) {
      throw new Refusal(
          ErrorCode.CONFLICT,
          "you attested " + limit + " consents of this person that have not ended, the limit");
    }
    Consent kept = ConsentEndpoints.changed(said.result());
    Attestation attestation = Objects.requireNonNull(kept.attestation());
    return Answer.created(
        "/v1/consents/" + attestation.reference(),
        ConsentViews.ofProvider(kept, attestation.reference(), attested.subject()));
  }

  private Answer tell(Call call) {
    acts.check(call.participant());
    ConsentEndpoints.changed(persons.told(call.participant(), call.parameter("ref")).result());
    return Answer.noContent();
  }

  private static Refusal notPermitted(Evidence leaf) {
    ErrorCode code = ErrorCode.NOT_PERMITTED;
    return new Refusal(Problem.of(code, code.title()).with(leaf.exchange(), leaf.toMessage()));
  }
}
