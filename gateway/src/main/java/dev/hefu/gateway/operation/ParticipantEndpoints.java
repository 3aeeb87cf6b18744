package dev.hefu.gateway.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
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
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.ParticipantOutcome;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.message.Violation;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.participant.Country;
import dev.hefu.schemas.participant.ParticipantRegistration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The organisations of the network: registered, suspended, resumed, moved by an administrator. */
final class ParticipantEndpoints {
  /** Where participants are that say nothing of it. */
  private static final String HOME = "CN";

  private static final String MOVED = "moved";

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
        "resumeParticipant", this::resume,
        "moveParticipant", this::move,
        "tellContact", this::tell);
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
    String commitment = Base64Url.encode(tagKeys.commitmentOfParticipant(id));
    Committed<ParticipantOutcome> committed =
        committer.change(
            (tx, now) ->
                changed(
                    participants.register(tx, participant(registration, keys, now)),
                    "registered",
                    Group.facts(Map.of("by", call.operator(), "tagKey", commitment)),
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
        Objects.requireNonNullElse(registration.country(), HOME),
        registration.contact(),
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
    String reason = call.message(Reason.class).reason();
    return change(
        call, (tx, id) -> participants.suspend(tx, id, true), "suspended", "reason", reason);
  }

  private Answer resume(Call call) {
    return change(call, (tx, id) -> participants.suspend(tx, id, false), "resumed", "reason", "");
  }

  private Answer move(Call call) {
    String country = call.message(Country.class).country();
    return change(call, (tx, id) -> participants.move(tx, id, country), MOVED, "country", country);
  }

  private Answer tell(Call call) {
    Contact contact = call.message(Contact.class);
    return change(
        call,
        (tx, id) -> participants.tell(tx, id, contact),
        "reachable",
        "contact",
        text(contact));
  }

  /** A change of the participant that the path names. */
  private interface ParticipantChange {
    ParticipantOutcome apply(DSLContext tx, String id);
  }

  /**
   * @param outcome the word for it in the log
   * @param name of what else the leaf says
   */
  private Answer change(
      Call call, ParticipantChange change, String outcome, String name, String value) {
    String id = call.parameter("participant");
    Committed<ParticipantOutcome> committed =
        committer.change(
            (tx, now) ->
                changed(
                    change.apply(tx, id),
                    outcome,
                    Group.facts(Map.of("by", call.operator(), name, value)),
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
            // Either may forbid what was permitted before.
            participant.suspended() || outcome.equals(MOVED))
        : Changed.nothing(change);
  }

  private static String text(Contact contact) {
    return MessageCodec.tree(contact).toString();
  }

  private static LeafDraft leaf(
      Participant participant, ObjectNode decision, String outcome, Instant now) {
    byte[] keys = participant.keys().toJson().toString().getBytes(StandardCharsets.UTF_8);
    Contact contact = participant.contact();
    return LeafDraft.change(
        LeafKind.PARTICIPANT,
        now,
        new LeafDraft.Owners(null, participant.id(), null),
        outcome,
        Map.of(
            Group.PARTIES,
            Group.fact("participant", participant.id()),
            Group.DECISION,
            decision,
            Group.DATA,
            Group.facts(Map.of("kind", participant.kind().name(), "keys", Group.digest(keys)))
                .put("country", participant.country())
                .put("contact", contact == null ? "" : text(contact))
                .put("participantVersion", participant.version())
                .put("eventImporter", participant.eventImporter())));
  }

  private static dev.hefu.schemas.participant.Participant message(
      Participant participant, @Nullable Evidence evidence) {
    return new dev.hefu.schemas.participant.Participant(
        participant.id(),
        new LocalizedText(participant.nameEn(), participant.nameZh()),
        participant.kind(),
        participant.endpoint(),
        participant.keys().toJson(),
        participant.suspended()
            ? dev.hefu.schemas.participant.Participant.Status.SUSPENDED
            : dev.hefu.schemas.participant.Participant.Status.ACTIVE,
        participant.country(),
        participant.contact(),
        participant.registeredAt(),
        evidence == null ? null : evidence.toMessage());
  }

  private static Refusal notFound(String id) {
    return new Refusal(ErrorCode.NOT_FOUND, "no participant is called " + id);
  }
}
