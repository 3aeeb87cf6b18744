package dev.hefu.gateway.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.motion.Matter;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionKind;
import dev.hefu.policy.rules.RulesInForce;
import dev.hefu.policy.rules.TriedCases;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Other rules: {@code {revision, base, cases: {run, different, listed[]}}}. What was approved is
 * the step from the base to these: if others came into force since, nobody has seen that step, and
 * it is not taken.
 */
public final class PolicyMatter implements Matter {
  /** More differences than anybody reads before saying no; the rest is counted. */
  static final int MOST_LISTED = 100;

  /** The rules of this revision instead of those in force, with what the case file says of them. */
  public static ObjectNode of(DSLContext tx, String revision, TriedCases cases) {
    ObjectNode matter =
        JsonNodeFactory.instance
            .objectNode()
            .put("revision", revision)
            .put("base", RulesInForce.revision(tx).orElseThrow());
    ObjectNode tried = matter.putObject("cases");
    tried.put("run", cases.run()).put("different", cases.different().size());
    var listed = tried.putArray("listed");
    cases.different().stream()
        .limit(MOST_LISTED)
        .forEach(
            each ->
                listed
                    .addObject()
                    .put("case", each.name())
                    .put("expected", each.expected())
                    .put("now", each.now()));
    return matter;
  }

  /** The revision that a motion is about. */
  public static String revision(ObjectNode matter) {
    return matter.required("revision").textValue();
  }

  @Override
  public MotionKind kind() {
    return MotionKind.POLICY;
  }

  @Override
  public Optional<String> fault(DSLContext tx, Instant now, ObjectNode matter) {
    String inForce = RulesInForce.revision(tx).orElseThrow();
    if (inForce.equals(revision(matter))) {
      return Optional.of("the rules " + inForce + " are in force");
    }
    String base = matter.required("base").textValue();
    return inForce.equals(base)
        ? Optional.empty()
        : Optional.of(
            "the rules %s came into force since, in place of %s; propose these anew"
                .formatted(inForce, base));
  }

  @Override
  public void carry(DSLContext tx, Instant now, Motion motion) {
    String revision = revision(motion.matter());
    RulesInForce.replace(tx, now, RulesInForce.draft(tx, revision).orElseThrow(), motion.id());
  }

  @Override
  public Description describe(DSLContext tx, ObjectNode matter) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("revision", revision(matter))
            .put("base", matter.required("base").textValue())
            .put("casesRun", matter.at("/cases/run").intValue())
            .put("casesDifferent", matter.at("/cases/different").intValue());
    return new Description(LeafDraft.Owners.NONE, Map.of(Group.DATA, data));
  }
}
