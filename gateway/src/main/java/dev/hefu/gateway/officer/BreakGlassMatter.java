package dev.hefu.gateway.officer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.PastExchange;
import dev.hefu.gateway.motion.Matter;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionKind;
import dev.hefu.schemas.officer.BreakGlassRequest;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * To learn a participant's own id of the person whom one leaf is about: {@code {leaf, participant,
 * reason, from, until}}. Nothing in it says who the person is. Being carried changes nothing; it is
 * what the rules look at when an officer reads.
 *
 * <p>Every leaf of it carries the person's tag and looks like the exchange that it is about, so
 * that the person sees it among the uses of their data.
 */
public final class BreakGlassMatter implements Matter {
  /** What is asked for. */
  static ObjectNode of(BreakGlassRequest request, Instant from) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("leaf", request.leaf())
        .put("participant", request.participant())
        .put("reason", request.reason())
        .put("from", from.toString())
        .put("until", request.until().toString());
  }

  static long leaf(ObjectNode matter) {
    return matter.required("leaf").longValue();
  }

  static String participant(ObjectNode matter) {
    return matter.required("participant").textValue();
  }

  static Instant from(ObjectNode matter) {
    return Instant.parse(matter.required("from").textValue());
  }

  static Instant until(ObjectNode matter) {
    return Instant.parse(matter.required("until").textValue());
  }

  /** The person whom an exchange was about; empty if it was about nobody or they were erased. */
  static Optional<UUID> subject(PastExchange past) {
    return Optional.ofNullable(past.subject().path("subject").textValue()).map(UUID::fromString);
  }

  @Override
  public MotionKind kind() {
    return MotionKind.BREAK_GLASS;
  }

  @Override
  public Optional<String> fault(DSLContext tx, Instant now, ObjectNode matter) {
    Optional<PastExchange> past = EvidenceLog.exchangeAt(tx, leaf(matter));
    if (past.isEmpty() || subject(past.get()).isEmpty()) {
      return Optional.of("leaf " + leaf(matter) + " is no exchange about a person");
    }
    String participant = participant(matter);
    JsonNode parties = past.get().parties();
    return participant.equals(parties.path("provider").asText())
            || participant.equals(parties.path("consumer").asText())
        ? Optional.empty()
        : Optional.of(participant + " was no party of the exchange of leaf " + leaf(matter));
  }

  @Override
  public void carry(DSLContext tx, Instant now, Motion motion) {
    // Nothing is learned before somebody reads, and each reading is asked of the rules.
  }

  @Override
  public Description describe(DSLContext tx, ObjectNode matter) {
    PastExchange past = EvidenceLog.exchangeAt(tx, leaf(matter)).orElseThrow();
    ObjectNode parties = past.parties().deepCopy();
    ObjectNode legal = JsonNodeFactory.instance.objectNode();
    legal.set("purpose", past.legal().required("purpose"));
    ObjectNode decision = JsonNodeFactory.instance.objectNode();
    decision.set("tier", past.decision().required("tier"));
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("dataset", past.data().required("dataset"));
    data.set("version", past.data().required("version"));
    data.putArray("cells");
    data.put("leaf", leaf(matter));
    Map<Group, ObjectNode> groups = new EnumMap<>(Group.class);
    groups.put(Group.PARTIES, parties.put("resolved", participant(matter)));
    groups.put(Group.LEGAL, legal);
    groups.put(Group.DECISION, decision);
    groups.put(Group.DATA, data);
    // Whoever was erased since is nobody: what is still said of the motion has no owner.
    subject(past).ifPresent(person -> groups.put(Group.SUBJECT, past.subject().deepCopy()));
    return new Description(new LeafDraft.Owners(subject(past).orElse(null), null, null), groups);
  }
}
