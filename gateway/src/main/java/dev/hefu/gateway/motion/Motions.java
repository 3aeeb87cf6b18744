package dev.hefu.gateway.motion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.schemas.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one way of every act that two officers must approve: proposed by one, approved by two others,
 * in effect with the second approval. Each step is taken under the log's lock and is a leaf, so
 * that log order says who approved what before it took effect.
 */
public final class Motions {
  /** Officers read what they approve; more than this open at once nobody has read. */
  static final int MAX_OPEN = 200;

  /** Who has not approved within it has another view of things by then. */
  public static final Duration LIFE = Duration.ofDays(30);

  private final DSLContext database;
  private final Committer committer;
  private final Map<MotionKind, Matter> matters = new EnumMap<>(MotionKind.class);

  /**
   * @param matters one for each kind
   */
  public Motions(DSLContext database, Committer committer, List<Matter> matters) {
    this.database = database;
    this.committer = committer;
    matters.forEach(matter -> this.matters.put(matter.kind(), matter));
  }

  /** What a proposal is about, made while the log's lock is held. */
  @FunctionalInterface
  public interface Drafting {
    ObjectNode draft(DSLContext tx, Instant now);
  }

  /**
   * Proposes.
   *
   * @param expiresAt at most {@link #LIFE} from now, which is also what null stands for
   */
  public Committed<MotionOutcome> propose(
      MotionKind kind,
      String officer,
      String reason,
      @Nullable Instant expiresAt,
      Drafting drafting) {
    return committer.change(
        (tx, exactly) -> {
          Instant now = exactly.truncatedTo(ChronoUnit.MILLIS);
          Instant latest = now.plus(LIFE);
          Instant end = expiresAt == null ? latest : expiresAt.truncatedTo(ChronoUnit.MILLIS);
          if (!end.isAfter(now) || end.isAfter(latest)) {
            return Changed.nothing(
                new MotionOutcome.Unfit(
                    "it would expire at " + end + ", not after now and within 30 days"));
          }
          if (MotionRows.open(tx, now) >= MAX_OPEN) {
            return Changed.nothing(new MotionOutcome.TooMany(MAX_OPEN));
          }
          ObjectNode matter = drafting.draft(tx, now);
          Optional<String> fault = matter(kind).fault(tx, now, matter);
          if (fault.isPresent()) {
            return Changed.nothing(new MotionOutcome.Unfit(fault.get()));
          }
          Motion motion =
              new Motion(
                  UUID.randomUUID(),
                  kind,
                  MotionState.PROPOSED,
                  officer,
                  reason,
                  matter,
                  Base64Url.encode(Providers.sha256(CanonicalJson.bytes(matter))),
                  now,
                  end,
                  List.of(),
                  null);
          MotionRows.insert(tx, motion);
          return changed(tx, motion.id(), MotionStep.PROPOSED, officer, reason, now);
        });
  }

  /**
   * Approves; with the second approval it is carried and takes effect in the same transaction.
   *
   * @param digest of the matter that the officer has read
   */
  public Committed<MotionOutcome> approve(UUID id, String officer, String digest) {
    return committer.change(
        (tx, now) -> {
          MotionOutcome refusal = refusal(tx, id, officer, digest, now);
          if (refusal != null) {
            return Changed.nothing(refusal);
          }
          MotionRows.approve(tx, id, officer, now);
          Motion approved = MotionRows.find(tx, id, now).orElseThrow();
          if (approved.approvals().size() < Motion.APPROVALS) {
            return changed(tx, id, MotionStep.APPROVED, officer, null, now);
          }
          MotionRows.decide(tx, id, MotionState.CARRIED, now);
          matter(approved.kind()).carry(tx, now, approved);
          return changed(tx, id, MotionStep.CARRIED, officer, null, now);
        });
  }

  /** Why this officer cannot approve; null if they can. */
  private @Nullable MotionOutcome refusal(
      DSLContext tx, UUID id, String officer, String digest, Instant now) {
    Optional<Motion> found = MotionRows.find(tx, id, now);
    if (found.isEmpty()) {
      return new MotionOutcome.NotFound();
    }
    Motion motion = found.get();
    if (motion.state() != MotionState.PROPOSED) {
      return new MotionOutcome.WrongState(motion.state());
    }
    if (motion.proposedBy().equals(officer)) {
      return new MotionOutcome.OwnMotion();
    }
    if (motion.approvedBy(officer)) {
      return new MotionOutcome.ApprovedAlready();
    }
    if (!motion.digest().equals(digest)) {
      return new MotionOutcome.OtherMatter(motion.digest());
    }
    return matter(motion.kind())
        .fault(tx, now, motion.matter())
        .map(MotionOutcome.Unfit::new)
        .orElse(null);
  }

  /** Rejects for ever; the one who proposed withdraws it so. */
  public Committed<MotionOutcome> reject(UUID id, String officer, String reason) {
    return committer.change(
        (tx, now) -> {
          Optional<Motion> found = MotionRows.find(tx, id, now);
          if (found.isEmpty()) {
            return Changed.nothing(new MotionOutcome.NotFound());
          }
          if (found.get().state() != MotionState.PROPOSED) {
            return Changed.nothing(new MotionOutcome.WrongState(found.get().state()));
          }
          MotionRows.decide(tx, id, MotionState.REJECTED, now);
          return changed(tx, id, MotionStep.REJECTED, officer, reason, now);
        });
  }

  private Changed<MotionOutcome> changed(
      DSLContext tx, UUID id, String step, String officer, @Nullable String why, Instant now) {
    Motion motion = MotionRows.find(tx, id, now).orElseThrow();
    Matter.Description described = matter(motion.kind()).describe(tx, motion.matter());
    return new Changed<>(
        new MotionOutcome.Changed(motion),
        List.of(MotionLeaves.of(motion, step, officer, why, described, now)));
  }

  /** The motion of this id; empty if there is none. */
  public Optional<Motion> find(UUID id) {
    return MotionRows.find(database, id, Instant.now());
  }

  /**
   * Motions in whatever state, the newest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<Motion> list(@Nullable UUID after, int limit) {
    return MotionRows.page(database, after, limit, Instant.now());
  }

  private Matter matter(MotionKind kind) {
    return Objects.requireNonNull(matters.get(kind), () -> "nothing is known about " + kind);
  }
}
