package dev.hefu.gateway.officer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.PastExchange;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.identity.SubjectIds;
import dev.hefu.gateway.motion.Matter;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionLeaves;
import dev.hefu.policy.decision.BreakGlassRuling;
import dev.hefu.policy.decision.PolicyEngine;
import dev.hefu.policy.input.InputText;
import dev.hefu.policy.rules.RulesInForce;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The one way from a leaf to a person: an officer reads a participant's own id of them, if the
 * rules permit it at this moment to the two who approved. What is read is answered only after the
 * leaf that says so is durable; a refusal leaves a leaf too. It opens no data, and no consent and
 * no link that ended comes back by it.
 */
public final class BreakGlass {
  /** The rules gave no answer, or are others by now. */
  static final String UNAVAILABLE = ErrorCode.POLICY_UNAVAILABLE.code();

  private static final String READ = "read";
  private static final String REFUSED = "refused";
  private static final String LINK_ENDED = "link-ended";
  private static final String NOT_IN_TIME = "not-in-time";
  private static final String ERASED = "person-erased";

  /** Whom a leaf was about that no longer says so. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final DSLContext database;
  private final Committer committer;
  private final PolicyEngine policy;
  private final LinkLedger links;
  private final SubjectIds subjects;
  private final Clock clock;

  public BreakGlass(
      DSLContext database,
      Committer committer,
      PolicyEngine policy,
      LinkLedger links,
      SubjectIds subjects,
      Clock clock) {
    this.database = database;
    this.committer = committer;
    this.policy = policy;
    this.links = links;
    this.subjects = subjects;
    this.clock = clock;
  }

  /** What came of reading. */
  sealed interface Reading {
    /** The participant's own id of the person. */
    record Resolved(String localId) implements Reading {}

    /** Why nothing was read, in the rules' words. */
    record Refused(List<String> reasons) implements Reading {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /** What the rules say against a request that nobody has approved yet, but for just that. */
  List<String> faults(ObjectNode matter) {
    Instant from = BreakGlassMatter.from(matter);
    return policy.breakGlass(input(matter, NOBODY, List.of(), from)).reasons().stream()
        .filter(reason -> !reason.equals("two-officers-needed"))
        .toList();
  }

  /** Reads, for an officer who has part in the motion. */
  Committed<Reading> read(Motion motion, String officer) {
    ObjectNode matter = motion.matter();
    PastExchange past =
        EvidenceLog.exchangeAt(database, BreakGlassMatter.leaf(matter)).orElseThrow();
    UUID subject = BreakGlassMatter.subject(past).orElse(NOBODY);
    List<String> officers = motion.approvals().stream().map(Motion.Approval::officer).toList();
    InputText input = input(matter, subject, officers, clock.instant());
    BreakGlassRuling ruling = policy.breakGlass(input);
    Matter.Description about = new BreakGlassMatter().describe(database, matter);
    return committer.change(
        (tx, now) -> {
          Reading reading = read(tx, now, matter, past, ruling);
          String step = reading instanceof Reading.Resolved ? READ : REFUSED;
          Matter.Description found = with(about, ruling, input, reading);
          LeafDraft leaf = MotionLeaves.of(motion, step, officer, null, found, now);
          return new Changed<>(reading, List.of(leaf));
        });
  }

  /**
   * The commit judges time and rules once more, by the log's clock. An id that the person linked
   * only later is not the one that the leaf is about.
   */
  private Reading read(
      DSLContext tx, Instant now, ObjectNode matter, PastExchange past, BreakGlassRuling ruling) {
    if (!ruling.permit()) {
      return new Reading.Refused(ruling.reasons());
    }
    if (!RulesInForce.mayCommit(tx, now, ruling.revision())) {
      return new Reading.Refused(List.of(UNAVAILABLE));
    }
    if (!now.isBefore(BreakGlassMatter.until(matter))) {
      return new Reading.Refused(List.of(NOT_IN_TIME));
    }
    Optional<UUID> subject = BreakGlassMatter.subject(past);
    if (subject.isEmpty()) {
      return new Reading.Refused(List.of(ERASED));
    }
    return links
        .localId(tx, BreakGlassMatter.participant(matter), subject.get(), past.at())
        .<Reading>map(Reading.Resolved::new)
        .orElseGet(() -> new Reading.Refused(List.of(LINK_ENDED)));
  }

  private static Matter.Description with(
      Matter.Description about, BreakGlassRuling ruling, InputText input, Reading reading) {
    Map<Group, ObjectNode> groups = new HashMap<>(about.groups());
    ObjectNode decision =
        Optional.ofNullable(groups.get(Group.DECISION))
            .map(ObjectNode::deepCopy)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    decision.put("policy", ruling.revision()).put("input", input.digest());
    if (reading instanceof Reading.Refused(List<String> reasons)) {
      reasons.forEach(decision.putArray("reasons")::add);
    }
    groups.put(Group.DECISION, decision);
    return new Matter.Description(about.owners(), groups);
  }

  /**
   * What the rules see. Officers go by the id that the gateway would give them as persons, so that
   * nobody resolves themselves.
   */
  private InputText input(ObjectNode matter, UUID subject, List<String> officers, Instant now) {
    ObjectNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("leaf", BreakGlassMatter.leaf(matter))
            .put("subject", subject.toString())
            .put("reason", matter.required("reason").textValue())
            .put("from", BreakGlassMatter.from(matter).toEpochMilli())
            .put("until", BreakGlassMatter.until(matter).toEpochMilli())
            .put("now", now.toEpochMilli());
    ArrayNode named = input.putArray("officers");
    officers.forEach(
        officer ->
            named
                .addObject()
                .put("id", subjects.of(officer).toString())
                .put("role", Role.COMPLIANCE_OFFICER.code()));
    return InputText.of(new String(CanonicalJson.bytes(input), StandardCharsets.UTF_8));
  }
}
