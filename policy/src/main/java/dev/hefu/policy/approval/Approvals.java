package dev.hefu.policy.approval;

import static dev.hefu.policy.jooq.Tables.APPROVALS;
import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.PROVIDER_REFERENCES;
import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;

import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What providers say of persons where a sharing agreement has it asked: yes or no until a time, or
 * no longer yes. Every writer needs the log's lock, and each change it returns needs a leaf.
 */
public final class Approvals {
  private Approvals() {}

  /** Whether an answer could be released now, by the database's clock; the commit decides. */
  public static boolean usable(DSLContext database, ApprovalKey key) {
    RoundTrip trip = new RoundTrip();
    Supplier<Map<ApprovalKey, Approval>> found = ApprovalRows.ask(trip, List.of(key));
    Supplier<Instant> now =
        trip.query(
            "SELECT clock_timestamp()",
            parameters -> {},
            rows -> {
              rows.next();
              return rows.getObject(1, OffsetDateTime.class).toInstant();
            });
    trip.send(database);
    Approval approval = found.get().get(key);
    return approval != null && approval.usable(now.get());
  }

  /**
   * The provider says yes, until the full hour before so many days are over.
   *
   * @param uses for how many answers; null for any number
   */
  public static ApprovalOutcome approve(
      DSLContext tx,
      Instant now,
      String provider,
      UUID exchange,
      int days,
      @Nullable Integer uses) {
    return change(
        tx,
        provider,
        exchange,
        asked -> {
          Record row = asked.row();
          if (asked.approval().usable(now)) {
            return "it is approved; withdraw that first";
          }
          if (!consentHolds(row, now)) {
            return "the consent that it is about has ended";
          }
          return agreementHolds(row, now) ? null : "the sharing agreement is not in force";
        },
        new Answer(ApprovalState.APPROVED, until(now, days), uses));
  }

  /** The provider says no to what waits: until then asking again changes nothing. */
  public static ApprovalOutcome decline(
      DSLContext tx, Instant now, String provider, UUID exchange, int days) {
    return change(
        tx,
        provider,
        exchange,
        asked -> asked.approval().waits() ? null : "it is " + asked.approval().state() + " already",
        new Answer(ApprovalState.DECLINED, until(now, days), null));
  }

  /** The provider takes its yes back: no answer is released on it any more. */
  public static ApprovalOutcome withdraw(
      DSLContext tx, Instant now, String provider, UUID exchange) {
    return change(
        tx,
        provider,
        exchange,
        asked -> asked.approval().inForce(now) ? null : "no approval is in force",
        new Answer(ApprovalState.WITHDRAWN, null, null));
  }

  /** What the provider says. */
  private record Answer(ApprovalState state, @Nullable Instant until, @Nullable Integer uses) {}

  private record Asked(Record row, Approval approval) {}

  /** Why something cannot be said; null if it can. */
  private interface Objection {
    @Nullable String against(Asked asked);
  }

  private static ApprovalOutcome change(
      DSLContext tx, String provider, UUID exchange, Objection objection, Answer answer) {
    Record row =
        select(tx, SHARING_AGREEMENTS.PROVIDER.eq(provider))
            .and(APPROVALS.EXCHANGE.eq(exchange))
            .fetchOne();
    if (row == null) {
      return new ApprovalOutcome.NotFound();
    }
    String why = objection.against(new Asked(row, approval(row)));
    if (why != null) {
      return new ApprovalOutcome.Unfit(why);
    }
    Instant until = answer.until();
    tx.update(APPROVALS)
        .set(APPROVALS.STATE, answer.state().name())
        .set(APPROVALS.VALID_UNTIL, until == null ? null : until.atOffset(ZoneOffset.UTC))
        .set(APPROVALS.USES_LIMIT, answer.uses())
        .set(APPROVALS.USED, 0)
        .set(APPROVALS.WAITS, false)
        .where(APPROVALS.EXCHANGE.eq(exchange))
        .execute();
    return find(tx, provider, exchange)
        .<ApprovalOutcome>map(ApprovalOutcome.Changed::new)
        .orElseThrow();
  }

  /** Whole hours, so that the time says of no person who they are. */
  private static Instant until(Instant now, int days) {
    return now.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
  }

  private static boolean consentHolds(Record row, Instant now) {
    String state = row.get(CONSENTS.STATE);
    return (state.equals(ConsentState.GRANTED.name()) || state.equals(ConsentState.PAUSED.name()))
        && now.isBefore(row.get(CONSENTS.VALID_UNTIL).toInstant());
  }

  private static boolean agreementHolds(Record row, Instant now) {
    return row.get(SHARING_AGREEMENTS.STATE).equals(AgreementState.SIGNED.name())
        && now.isBefore(row.get(SHARING_AGREEMENTS.VALID_UNTIL).toInstant());
  }

  /** The approval of this name, if the participant is provider or consumer. */
  public static Optional<PartyApproval> find(DSLContext tx, String participant, UUID exchange) {
    return select(tx, party(participant))
        .and(APPROVALS.EXCHANGE.eq(exchange))
        .fetchOptional(Approvals::read);
  }

  /**
   * The participant's approvals, those that were asked for last first.
   *
   * @param state that they are in, WAITING for all that were asked for and not answered; null for
   *     any
   * @param after the last one seen; null to begin with the newest; an unknown one is the end
   */
  public static List<PartyApproval> list(
      DSLContext tx,
      String participant,
      @Nullable ApprovalState state,
      @Nullable UUID after,
      int limit) {
    Condition which = in(state);
    if (after != null) {
      which =
          which.and(
              DSL.row(APPROVALS.ASKED_AT, APPROVALS.EXCHANGE)
                  .lessThan(
                      tx.select(APPROVALS.ASKED_AT, APPROVALS.EXCHANGE)
                          .from(APPROVALS)
                          .where(APPROVALS.EXCHANGE.eq(after))));
    }
    return select(tx, party(participant))
        .and(which)
        .orderBy(APPROVALS.ASKED_AT.desc(), APPROVALS.EXCHANGE.desc())
        .limit(limit)
        .fetch(Approvals::read);
  }

  private static Condition in(@Nullable ApprovalState state) {
    return switch (state) {
      case null -> DSL.noCondition();
      case WAITING -> APPROVALS.WAITS.isTrue();
      case APPROVED, DECLINED, WITHDRAWN ->
          APPROVALS.STATE.eq(state.name()).and(APPROVALS.WAITS.isFalse());
    };
  }

  private static Condition party(String participant) {
    return SHARING_AGREEMENTS
        .PROVIDER
        .eq(participant)
        .or(SHARING_AGREEMENTS.CONSUMER.eq(participant));
  }

  private static SelectConditionStep<Record> select(DSLContext tx, Condition whose) {
    return tx.select(APPROVALS.fields())
        .select(CONSENTS.fields())
        .select(
            SHARING_AGREEMENTS.PROVIDER,
            SHARING_AGREEMENTS.STATE,
            SHARING_AGREEMENTS.VALID_UNTIL,
            PROVIDER_REFERENCES.REFERENCE)
        .from(APPROVALS)
        .join(SHARING_AGREEMENTS)
        .on(SHARING_AGREEMENTS.ID.eq(APPROVALS.AGREEMENT))
        .join(CONSENTS)
        .on(CONSENTS.ID.eq(APPROVALS.CONSENT))
        .join(PROVIDER_REFERENCES)
        .on(PROVIDER_REFERENCES.CONSENT.eq(CONSENTS.ID))
        .and(PROVIDER_REFERENCES.PROVIDER.eq(SHARING_AGREEMENTS.PROVIDER))
        .where(whose);
  }

  private static PartyApproval read(Record row) {
    return new PartyApproval(
        approval(row),
        row.get(SHARING_AGREEMENTS.PROVIDER),
        ConsentRows.read(row.into(CONSENTS)),
        row.get(PROVIDER_REFERENCES.REFERENCE));
  }

  private static Approval approval(Record row) {
    OffsetDateTime until = row.get(APPROVALS.VALID_UNTIL);
    return new Approval(
        row.get(APPROVALS.EXCHANGE),
        new ApprovalKey(
            row.get(APPROVALS.AGREEMENT),
            row.get(APPROVALS.CONSENT),
            DatasetVersion.parse(row.get(APPROVALS.DATASET)),
            Tier.valueOf(row.get(APPROVALS.TIER))),
        ApprovalState.valueOf(row.get(APPROVALS.STATE)),
        row.get(APPROVALS.ASKED_AT).toInstant(),
        until == null ? null : until.toInstant(),
        row.get(APPROVALS.USES_LIMIT),
        row.get(APPROVALS.USED),
        row.get(APPROVALS.WAITS));
  }
}
