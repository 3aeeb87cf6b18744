package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.ADJUSTMENT;
import static dev.hefu.settlement.jooq.Tables.EVENT;

import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.jooq.tables.records.AdjustmentRecord;
import dev.hefu.settlement.jooq.tables.records.AgreementPartyRecord;
import dev.hefu.settlement.jooq.tables.records.EventRecord;
import dev.hefu.settlement.program.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What parties decide about events that wait for persons. One proposes and another approves; then
 * an event is settled in a period that is open, so that nothing of a closed one changes, or it is
 * dismissed.
 */
final class Adjustments {
  /** Other reasons tell of facts that are missing: no approval replaces them. */
  private static final Set<String> FOR_PERSONS =
      Set.of(Problem.LATE.code(), Problem.TOLD_TWICE.code());

  private final Agreements agreements;
  private final Inbox inbox;
  private final Routing routing;

  Adjustments(Agreements agreements, Inbox inbox, Routing routing) {
    this.agreements = agreements;
    this.inbox = inbox;
    this.routing = routing;
  }

  AdjustmentOutcome propose(
      DSLContext tx,
      String proposer,
      String source,
      String id,
      boolean settles,
      String why,
      Instant now) {
    Inbox.lock(tx);
    Optional<EventRecord> event =
        tx.selectFrom(EVENT)
            .where(EVENT.SOURCE.eq(source), EVENT.ID.eq(id), EVENT.AGREEMENT.isNotNull())
            .fetchOptional()
            .filter(each -> parties(tx, each.getAgreement()).contains(proposer));
    if (event.isEmpty()) {
      return new AdjustmentOutcome.NotFound();
    }
    Optional<String> refused = refused(event.get(), settles);
    if (refused.isPresent()) {
      return new AdjustmentOutcome.Conflict(refused.get());
    }
    AdjustmentRecord row =
        tx.insertInto(ADJUSTMENT)
            .set(ADJUSTMENT.ID, UUID.randomUUID())
            .set(ADJUSTMENT.EVENT, event.get().getNumber())
            .set(ADJUSTMENT.AGREEMENT, event.get().getAgreement())
            .set(ADJUSTMENT.SETTLES, settles)
            .set(ADJUSTMENT.WAITED, event.get().getReason())
            .set(ADJUSTMENT.WHY, why)
            .set(ADJUSTMENT.OF_PERIOD, ofPeriod(tx, event.get()))
            .set(ADJUSTMENT.PROPOSED_BY, proposer)
            .set(ADJUSTMENT.PROPOSED_AT, at(now))
            .returning()
            .fetchSingle();
    return new AdjustmentOutcome.Made(view(tx, row));
  }

  AdjustmentOutcome approve(DSLContext tx, UUID id, String approver, Instant now) {
    Inbox.lock(tx);
    Optional<AdjustmentRecord> row =
        tx.selectFrom(ADJUSTMENT)
            .where(ADJUSTMENT.ID.eq(id))
            .fetchOptional()
            .filter(each -> parties(tx, each.getAgreement()).contains(approver));
    if (row.isEmpty()) {
      return new AdjustmentOutcome.NotFound();
    }
    if (row.get().getProposedBy().equals(approver)) {
      return new AdjustmentOutcome.Conflict("You proposed it: another party approves.");
    }
    EventRecord event =
        tx.selectFrom(EVENT).where(EVENT.NUMBER.eq(row.get().getEvent())).fetchSingle();
    Optional<String> refused =
        overtaken(row.get(), event).or(() -> refused(event, row.get().getSettles()));
    if (refused.isPresent()) {
      return new AdjustmentOutcome.Conflict(refused.get());
    }
    OffsetDateTime at = at(now);
    Effect effect = effect(tx, event, at.toInstant());
    Optional<String> bypassed =
        effect.refused(row.get().getSettles(), row.get().getProposedBy(), approver);
    if (bypassed.isPresent()) {
      return new AdjustmentOutcome.Conflict(bypassed.get());
    }
    if (row.get().getSettles() && effect.problem() == Problem.NONE) {
      row.get().setPeriod(routing.settleNow(tx, event, at));
    } else if (row.get().getSettles()) {
      Inbox.mark(tx, Map.of(event.getNumber(), effect.problem()));
      row.get().setWaitsAgain(effect.problem().code());
    } else {
      tx.update(EVENT)
          .set(EVENT.DISMISSED_AT, at)
          .where(EVENT.NUMBER.eq(event.getNumber()))
          .execute();
    }
    row.get().setApprovedBy(approver);
    row.get().setApprovedAt(at);
    row.get().update();
    return new AdjustmentOutcome.Made(view(tx, row.get()));
  }

  private Effect effect(DSLContext tx, EventRecord event, Instant at) {
    return Effect.of(
        agreements.inForce(tx, event.getAgreement()).program(),
        inbox.of(tx, event.getAgreement(), LineKey.of(event.getLine())),
        KeptEvent.approved(event, at));
  }

  /**
   * Lets events wait again that were approved but turned out not to be settled, for reasons that
   * nobody saw: they can be decided anew.
   */
  void waitAgain(DSLContext tx, Map<Long, Problem> problems) {
    problems.forEach(
        (event, problem) -> {
          int approved =
              tx.update(ADJUSTMENT)
                  .set(ADJUSTMENT.WAITS_AGAIN, problem.code())
                  .where(
                      ADJUSTMENT.EVENT.eq(event),
                      ADJUSTMENT.SETTLES.isTrue(),
                      ADJUSTMENT.APPROVED_AT.isNotNull(),
                      ADJUSTMENT.WAITS_AGAIN.isNull())
                  .execute();
          if (approved > 0) {
            tx.update(EVENT)
                .setNull(EVENT.APPROVED_AT)
                .setNull(EVENT.APPROVED_FOR)
                .where(EVENT.NUMBER.eq(event))
                .execute();
          }
        });
  }

  /** The period in which it happened. */
  private String ofPeriod(DSLContext tx, EventRecord event) {
    return agreements
        .inForce(tx, event.getAgreement())
        .program()
        .agreement()
        .period(event.getHappenedAt().toInstant());
  }

  /** A proposal is about what its proposer saw. */
  private static Optional<String> overtaken(AdjustmentRecord row, EventRecord event) {
    if (row.getApprovedAt() != null) {
      return Optional.of("It was decided already.");
    }
    boolean other = !event.getReason().isEmpty() && !event.getReason().equals(row.getWaited());
    return other
        ? Optional.of("The event waits for " + event.getReason() + " now: propose anew.")
        : Optional.empty();
  }

  private static Optional<String> refused(EventRecord event, boolean settles) {
    if (event.getApprovedAt() != null || event.getDismissedAt() != null) {
      return Optional.of("It was decided already.");
    }
    String waits = event.getReason();
    if (waits.isEmpty()) {
      return Optional.of("The event does not wait: it is settled, or will be at the close.");
    }
    if (settles && !FOR_PERSONS.contains(waits)) {
      return Optional.of(
          "No approval replaces what is missing: the event waits for " + waits + ".");
    }
    return settles && !Event.Approved.canBe(KeptEvent.of(event).told())
        ? Optional.of("It would change how a line was split, which nothing does after its payment.")
        : Optional.empty();
  }

  /** Of a party's agreements, oldest first, after a number. */
  List<Adjustment> of(DSLContext tx, String party, long after, int limit) {
    return tx.selectFrom(ADJUSTMENT)
        .where(
            ADJUSTMENT.NUMBER.gt(after), ADJUSTMENT.AGREEMENT.in(agreements.numbersOf(tx, party)))
        .orderBy(ADJUSTMENT.NUMBER)
        .limit(limit)
        .fetch(row -> view(tx, row));
  }

  /** By which an event is settled that waited. */
  Optional<Adjustment> approved(DSLContext tx, long event) {
    return tx.selectFrom(ADJUSTMENT)
        .where(
            ADJUSTMENT.EVENT.eq(event),
            ADJUSTMENT.SETTLES.isTrue(),
            ADJUSTMENT.APPROVED_AT.isNotNull(),
            ADJUSTMENT.WAITS_AGAIN.isNull())
        .fetchOptional()
        .map(row -> view(tx, row));
  }

  private List<String> parties(DSLContext tx, int agreement) {
    return agreements.parties(tx, agreements.inForce(tx, agreement).id()).stream()
        .map(AgreementPartyRecord::getParty)
        .toList();
  }

  private Adjustment view(DSLContext tx, AdjustmentRecord row) {
    EventRecord event = tx.selectFrom(EVENT).where(EVENT.NUMBER.eq(row.getEvent())).fetchSingle();
    OffsetDateTime approvedAt = row.getApprovedAt();
    return new Adjustment(
        row.getId(),
        row.getNumber(),
        agreements.inForce(tx, row.getAgreement()).id(),
        parties(tx, row.getAgreement()),
        event.getSource(),
        event.getId(),
        event.getLine(),
        row.getSettles(),
        row.getWaited(),
        row.getWhy(),
        row.getOfPeriod(),
        row.getProposedBy(),
        row.getProposedAt().toInstant(),
        row.getApprovedBy(),
        approvedAt == null ? null : approvedAt.toInstant(),
        row.getPeriod(),
        row.getWaitsAgain());
  }

  /** As the database keeps it, so that what is made of it is the same each time. */
  private static OffsetDateTime at(Instant now) {
    return now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
