package dev.hefu.gateway.motion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An act that one officer proposes and two others approve before it takes effect.
 *
 * @param proposedBy the officer's id, as their tokens name them
 * @param reason for the record
 * @param matter what is proposed; never changed
 * @param digest SHA-256 of the matter's canonical form, base64url
 * @param expiresAt from when on it can no longer be approved
 * @param approvals in their order, at most {@value #APPROVALS}
 * @param decidedAt when it was carried or rejected; null while it is neither
 */
public record Motion(
    UUID id,
    MotionKind kind,
    MotionState state,
    String proposedBy,
    String reason,
    ObjectNode matter,
    String digest,
    Instant proposedAt,
    Instant expiresAt,
    List<Approval> approvals,
    @Nullable Instant decidedAt) {
  /** Officers who must approve, none of them the one who proposed. */
  public static final int APPROVALS = 2;

  /** One officer's yes. */
  public record Approval(String officer, Instant at) {}

  /** Copies the approvals. */
  public Motion {
    approvals = List.copyOf(approvals);
  }

  /** Whether this officer has approved it. */
  public boolean approvedBy(String officer) {
    return approvals.stream().anyMatch(approval -> approval.officer().equals(officer));
  }

  /** Whether this officer proposed or approved it. */
  public boolean hasPart(String officer) {
    return proposedBy.equals(officer) || approvedBy(officer);
  }
}
