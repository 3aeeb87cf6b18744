package dev.hefu.gateway.motion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** What motions of one kind are about: whether they fit, what they do, what the log says of it. */
public interface Matter {
  MotionKind kind();

  /**
   * Why it cannot be, as things stand under the log's lock, in one clause; empty if it can. Asked
   * when it is proposed and before it takes effect.
   */
  Optional<String> fault(DSLContext tx, Instant now, ObjectNode matter);

  /** Makes it so: two officers have approved. */
  void carry(DSLContext tx, Instant now, Motion motion);

  /** What a leaf of one of its steps says beside the step itself. */
  Description describe(DSLContext tx, ObjectNode matter);

  /**
   * Part of a leaf.
   *
   * @param owners whose tags it carries
   */
  record Description(LeafDraft.Owners owners, Map<Group, ObjectNode> groups) {
    public Description {
      groups = Map.copyOf(groups);
    }
  }
}
