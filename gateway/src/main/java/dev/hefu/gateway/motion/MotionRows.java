package dev.hefu.gateway.motion;

import static dev.hefu.gateway.jooq.Tables.MOTION;
import static dev.hefu.gateway.jooq.Tables.MOTION_APPROVAL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.jooq.tables.records.MotionRecord;
import dev.hefu.gateway.motion.Motion.Approval;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Motions as they are kept. */
final class MotionRows {
  private MotionRows() {}

  static Optional<Motion> find(DSLContext tx, UUID id, Instant now) {
    return tx.selectFrom(MOTION)
        .where(MOTION.ID.eq(id))
        .fetchOptional()
        .map(row -> motion(tx, row, now));
  }

  /** The newest first, after the one with this id; a page that begins anew if it is unknown. */
  static List<Motion> page(DSLContext tx, @Nullable UUID after, int limit, Instant now) {
    return tx.selectFrom(MOTION)
        .where(
            after == null
                ? DSL.noCondition()
                : DSL.row(MOTION.PROPOSED_AT, MOTION.ID)
                    .lessThan(
                        tx.select(MOTION.PROPOSED_AT, MOTION.ID)
                            .from(MOTION)
                            .where(MOTION.ID.eq(after))))
        .orderBy(MOTION.PROPOSED_AT.desc(), MOTION.ID.desc())
        .limit(limit)
        .fetch(row -> motion(tx, row, now));
  }

  static int open(DSLContext tx, Instant now) {
    return tx.fetchCount(
        MOTION,
        MOTION
            .STATE
            .eq(MotionState.PROPOSED.name())
            .and(MOTION.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC))));
  }

  static void insert(DSLContext tx, Motion motion) {
    tx.insertInto(MOTION)
        .set(MOTION.ID, motion.id())
        .set(MOTION.KIND, motion.kind().name())
        .set(MOTION.STATE, motion.state().name())
        .set(MOTION.PROPOSED_BY, motion.proposedBy())
        .set(MOTION.REASON, motion.reason())
        .set(
            MOTION.MATTER, new String(CanonicalJson.bytes(motion.matter()), StandardCharsets.UTF_8))
        .set(MOTION.DIGEST, motion.digest())
        .set(MOTION.PROPOSED_AT, motion.proposedAt().atOffset(ZoneOffset.UTC))
        .set(MOTION.EXPIRES_AT, motion.expiresAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  static void approve(DSLContext tx, UUID motion, String officer, Instant now) {
    tx.insertInto(MOTION_APPROVAL)
        .set(MOTION_APPROVAL.MOTION, motion)
        .set(MOTION_APPROVAL.OFFICER, officer)
        .set(MOTION_APPROVAL.APPROVED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static void decide(DSLContext tx, UUID motion, MotionState state, Instant now) {
    tx.update(MOTION)
        .set(MOTION.STATE, state.name())
        .set(MOTION.DECIDED_AT, now.atOffset(ZoneOffset.UTC))
        .where(MOTION.ID.eq(motion))
        .execute();
  }

  private static Motion motion(DSLContext tx, MotionRecord row, Instant now) {
    OffsetDateTime decided = row.getDecidedAt();
    MotionState kept = MotionState.valueOf(row.getState());
    Instant expiresAt = row.getExpiresAt().toInstant();
    return new Motion(
        row.getId(),
        MotionKind.valueOf(row.getKind()),
        kept == MotionState.PROPOSED && !now.isBefore(expiresAt) ? MotionState.EXPIRED : kept,
        row.getProposedBy(),
        row.getReason(),
        (ObjectNode) StrictJson.trusted(row.getMatter().getBytes(StandardCharsets.UTF_8)),
        row.getDigest(),
        row.getProposedAt().toInstant(),
        expiresAt,
        tx.selectFrom(MOTION_APPROVAL)
            .where(MOTION_APPROVAL.MOTION.eq(row.getId()))
            .orderBy(MOTION_APPROVAL.APPROVED_AT, MOTION_APPROVAL.OFFICER)
            .fetch(each -> new Approval(each.getOfficer(), each.getApprovedAt().toInstant())),
        decided == null ? null : decided.toInstant());
  }
}
