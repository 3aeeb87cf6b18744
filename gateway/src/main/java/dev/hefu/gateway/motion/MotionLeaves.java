package dev.hefu.gateway.motion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a motion's steps: each leaf names the motion, the officer and the digest.
 */
public final class MotionLeaves {
  private MotionLeaves() {}

  /**
   * The leaf of one step.
   *
   * @param step in one word: {@code proposed}, {@code approved}, {@code carried}, …
   * @param officer who took it
   * @param why in the officer's words; null if none were asked for
   */
  public static LeafDraft of(
      Motion motion,
      String step,
      String officer,
      @Nullable String why,
      Matter.Description described,
      Instant now) {
    ObjectNode decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", step)
            .put("by", officer)
            .put("motion", motion.id().toString())
            .put("digest", motion.digest())
            .put("expiresAt", motion.expiresAt().toString());
    if (why != null) {
      decision.put("reason", why);
    }
    Map<Group, JsonNode> groups = new EnumMap<>(Group.class);
    groups.putAll(described.groups());
    ObjectNode further = described.groups().get(Group.DECISION);
    groups.put(Group.DECISION, further == null ? decision : decision.setAll(further));
    return LeafDraft.change(motion.kind().leaf(), now, described.owners(), step, groups);
  }
}
