package dev.hefu.schemas.officer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.message.Evidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An act that one officer proposes and two others approve before it takes effect.
 *
 * @param matter what is proposed; its members depend on the kind
 * @param digest SHA-256 of the matter's canonical form (RFC 8785), base64url
 * @param decidedAt when it was carried or rejected; null while it is neither
 * @param evidence the leaf of the step just taken; null where it is only read
 */
public record Motion(
    String id,
    Kind kind,
    State state,
    String proposedBy,
    String reason,
    ObjectNode matter,
    String digest,
    Instant proposedAt,
    Instant expiresAt,
    List<Approval> approvals,
    @Nullable Instant decidedAt,
    @Nullable Evidence evidence) {
  /** A sentence or two. */
  public static final int MAX_REASON_CHARS = 500;

  /** What it is about. */
  public enum Kind {
    NOTICE,
    POLICY,
    BREAK_GLASS
  }

  /** How far it has come. */
  public enum State {
    PROPOSED,
    CARRIED,
    REJECTED,
    EXPIRED
  }

  /** One officer's yes. */
  public record Approval(String officer, Instant at) {}

  /** Copies the approvals. */
  public Motion {
    approvals = List.copyOf(approvals);
  }
}
