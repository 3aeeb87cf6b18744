package dev.hefu.policy.rules;

import static dev.hefu.policy.jooq.Tables.RULES;
import static dev.hefu.policy.jooq.Tables.RULES_DRAFTS;

import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.fact.RulesFact;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which rules decide, and which did: rows that change only under the log's lock. */
public final class RulesInForce {
  private static final Field<OffsetDateTime> NOW =
      DSL.field("clock_timestamp()", OffsetDateTime.class);

  private RulesInForce() {}

  /** The revision in force; empty before a network has begun. */
  public static Optional<String> revision(DSLContext tx) {
    return tx.select(RULES.REVISION)
        .from(RULES)
        .where(RULES.REPLACED_AT.isNull())
        .fetchOptional(RULES.REVISION);
  }

  /**
   * Whether what rules permitted may still be committed: they are in force, or were until just now.
   */
  public static boolean mayCommit(DSLContext tx, Instant now, String revision) {
    return tx.select(RULES.REPLACED_AT)
        .from(RULES)
        .where(RULES.REVISION.eq(revision))
        .orderBy(RULES.POSITION.desc())
        .limit(1)
        .fetchOptional(
            row -> {
              OffsetDateTime replaced = row.value1();
              return new RulesFact(replaced == null ? null : replaced.toInstant());
            })
        .filter(rules -> rules.mayCommit(now))
        .isPresent();
  }

  /** The same by the database's clock, before anything is committed. */
  static boolean mayDecide(DSLContext database, String revision) {
    OffsetDateTime now = database.select(NOW).fetchSingle().value1();
    return mayCommit(database, now.toInstant(), revision);
  }

  /** The rules in force; empty before a network has begun. */
  public static Optional<RulesFile> file(DSLContext tx) {
    return tx.selectFrom(RULES)
        .where(RULES.REPLACED_AT.isNull())
        .fetchOptional(row -> new RulesFile(row.getModule(), row.getRevision()));
  }

  /**
   * Whether rules that come with a program may take the place of those in force: there are none, or
   * those came with another program too and these never decided before. What officers approved only
   * officers replace, and a program that is older than the rules brings none back.
   */
  public static boolean givesWayTo(DSLContext tx, String revision) {
    boolean approved =
        tx.fetchExists(RULES, RULES.REPLACED_AT.isNull().and(RULES.MOTION.isNotNull()));
    return !approved && !tx.fetchExists(RULES, RULES.REVISION.eq(revision));
  }

  /**
   * Puts rules in force from now on.
   *
   * @param motion by which they were approved; null for those that come with the program
   */
  public static void replace(DSLContext tx, Instant now, RulesFile file, @Nullable UUID motion) {
    tx.update(RULES)
        .set(RULES.REPLACED_AT, now.atOffset(ZoneOffset.UTC))
        .where(RULES.REPLACED_AT.isNull())
        .execute();
    tx.insertInto(RULES)
        .set(RULES.POSITION, tx.fetchCount(RULES) + 1)
        .set(RULES.REVISION, file.revision())
        .set(RULES.MODULE, file.module())
        .set(RULES.MOTION, motion)
        .set(RULES.IN_FORCE_FROM, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Keeps rules that somebody proposes; proposed anew, they are kept from then on. */
  public static void keepDraft(DSLContext tx, Instant now, RulesFile file) {
    tx.insertInto(RULES_DRAFTS)
        .set(RULES_DRAFTS.REVISION, file.revision())
        .set(RULES_DRAFTS.MODULE, file.module())
        .set(RULES_DRAFTS.PROPOSED_AT, now.atOffset(ZoneOffset.UTC))
        .onConflict(RULES_DRAFTS.REVISION)
        .doUpdate()
        .set(RULES_DRAFTS.PROPOSED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Forgets rules that were proposed longer ago than this, by the database's clock. */
  public static void forgetDrafts(DSLContext database, Duration age) {
    database
        .deleteFrom(RULES_DRAFTS)
        .where(
            RULES_DRAFTS.PROPOSED_AT.lt(
                DSL.field(
                    "{0} - {1} * interval '1 second'",
                    OffsetDateTime.class, NOW, DSL.val(age.toSeconds()))))
        .execute();
  }

  /** Rules that somebody proposed; empty if nobody did, or too long ago. */
  public static Optional<RulesFile> draft(DSLContext tx, String revision) {
    return tx.selectFrom(RULES_DRAFTS)
        .where(RULES_DRAFTS.REVISION.eq(revision))
        .fetchOptional(row -> new RulesFile(row.getModule(), row.getRevision()));
  }
}
