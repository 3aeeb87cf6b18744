package dev.hefu.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.ParticipantOutcome;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.message.ParticipantRegistration;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.message.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The organisations of the network: registered, suspended, resumed by an administrator. */
final class ParticipantEndpoints {
  private final Committer committer;
  private final Participants participants;
  private final KeycloakProvisioner provisioner;
  private final TagKeys tagKeys;

  ParticipantEndpoints(
      Committer committer,
      Participants participants,
      KeycloakProvisioner provisioner,
      TagKeys tagKeys) {
    this.committer = committer;
    this.participants = participants;
    this.provisioner = provisioner;
    this.tagKeys = tagKeys;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "registerParticipant", this::register,
        "readParticipant", this::read,
        "suspendParticipant", this::suspend,
        "resumeParticipant", this::resume);
  }

  /**
   * Its client at the identity provider first: if the commit then fails, the client of a
   * participant that does not exist can do nothing, and a repeated registration takes it over.
   */
  private Answer register(Call call) {
    ParticipantRegistration registration = call.message(ParticipantRegistration.class);
    String id = registration.id();
    PublicKeySet keys = keys(registration.jwks());
    if (KeycloakProvisioner.isReserved(id) || participants.find(id).isPresent()) {
      throw taken(id);
    }
    provisioner.provision(id, keys);
    String commitment = Facts.base64url(tagKeys.commitmentOfParticipant(id));
    Committed<ParticipantOutcome> committed =
        committer.change(
            (tx, now) ->
                changed(
                    participants.register(tx, participant(registration, keys, now)),
                    "registered",
                    Facts.of(Map.of("by", call.operator(), "tagKey", commitment)),
                    now));
    return switch (committed.result()) {
      case ParticipantOutcome.Changed(Participant participant) ->
          Answer.created(
              "/v1/participants/" + id, message(participant, committed.evidence().getFirst()));
      case ParticipantOutcome.Taken taken -> throw taken(id);
      case ParticipantOutcome.Unknown unknown -> throw new IllegalStateException("not registered");
      case ParticipantOutcome.Unchanged unchanged ->
          throw new IllegalStateException("not registered");
    };
  }

  private static Participant participant(
      ParticipantRegistration registration, PublicKeySet keys, Instant now) {
    return new Participant(
        registration.id(),
        registration.name().en(),
        registration.name().zh(),
        registration.kind(),
        registration.endpoint(),
        keys,
        roles(registration).contains(ParticipantRegistration.Role.EVENT_IMPORTER),
        false,
        1,
        now);
  }

  private static List<ParticipantRegistration.Role> roles(ParticipantRegistration registration) {
    List<ParticipantRegistration.Role> roles = registration.roles();
    return roles == null ? List.of() : roles;
  }

  private static Refusal taken(String id) {
    return new Refusal(ErrorCode.CONFLICT, "a participant is called " + id + " already");
  }

  private static PublicKeySet keys(ObjectNode jwks) {
    return switch (PublicKeySet.parse(jwks)) {
      case KeySetCheck.Invalid(String reason) -> throw badKeys(reason);
      case KeySetCheck.Valid(PublicKeySet keys) -> {
        if (keys.primary(KeyUse.SIGNATURE).isEmpty() || keys.primary(KeyUse.ENCRYPTION).isEmpty()) {
          throw badKeys("the key set needs a key to sign with and one to encrypt to");
        }
        yield keys;
      }
    };
  }

  private static Refusal badKeys(String reason) {
    return new Refusal(
        Problem.of(ErrorCode.INVALID_REQUEST, reason, List.of(new Violation("/jwks", reason))));
  }

  private Answer read(Call call) {
    String id = call.parameter("participant");
    return participants
        .find(id)
        .map(participant -> Answer.ok(message(participant, null)))
        .orElseThrow(() -> notFound(id));
  }

  private Answer suspend(Call call) {
    return change(call, true, call.message(Reason.class).reason());
  }

  private Answer resume(Call call) {
    return change(call, false, "");
  }

  private Answer change(Call call, boolean suspended, String reason) {
    String id = call.parameter("participant");
    String outcome = suspended ? "suspended" : "resumed";
    Committed<ParticipantOutcome> committed =
        committer.change(
            (tx, now) ->
                changed(
                    participants.suspend(tx, id, suspended),
                    outcome,
                    Facts.of(Map.of("by", call.operator(), "reason", reason)),
                    now));
    return switch (committed.result()) {
      case ParticipantOutcome.Changed(Participant participant) ->
          Answer.ok(message(participant, committed.evidence().getFirst()));
      case ParticipantOutcome.Unchanged(Participant participant) ->
          throw new Refusal(ErrorCode.CONFLICT, id + " is " + outcome + " already");
      case ParticipantOutcome.Unknown unknown -> throw notFound(id);
      case ParticipantOutcome.Taken taken -> throw new IllegalStateException("not registering");
    };
  }

  private static Changed<ParticipantOutcome> changed(
      ParticipantOutcome change, String outcome, ObjectNode decision, Instant now) {
    return change instanceof ParticipantOutcome.Changed(Participant participant)
        ? new Changed<>(
            change,
            List.of(leaf(participant, decision.put("outcome", outcome), outcome, now)),
            participant.suspended())
        : Changed.nothing(change);
  }

  private static LeafDraft leaf(
      Participant participant, ObjectNode decision, String outcome, Instant now) {
    byte[] keys = participant.keys().toJson().toString().getBytes(StandardCharsets.UTF_8);
    return LeafDraft.change(
        LeafKind.PARTICIPANT,
        now,
        new LeafDraft.Owners(null, participant.id(), null),
        outcome,
        Map.of(
            Group.PARTIES,
            Facts.of("participant", participant.id()),
            Group.DECISION,
            decision,
            Group.DATA,
            Facts.of(Map.of("kind", participant.kind().name(), "keys", Facts.digest(keys)))
                .put("participantVersion", participant.version())
                .put("eventImporter", participant.eventImporter())));
  }

  private static dev.hefu.schemas.message.Participant message(
      Participant participant, @Nullable Evidence evidence) {
    return new dev.hefu.schemas.message.Participant(
        participant.id(),
        new LocalizedText(participant.nameEn(), participant.nameZh()),
        participant.kind(),
        participant.endpoint(),
        participant.keys().toJson(),
        participant.suspended()
            ? dev.hefu.schemas.message.Participant.Status.SUSPENDED
            : dev.hefu.schemas.message.Participant.Status.ACTIVE,
        participant.registeredAt(),
        evidence == null ? null : evidence.toMessage());
  }

  private static Refusal notFound(String id) {
    return new Refusal(ErrorCode.NOT_FOUND, "no participant is called " + id);
  }
}
