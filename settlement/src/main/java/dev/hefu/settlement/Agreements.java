package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.AGREEMENT_PARTY;
import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.Sentences;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.jooq.tables.records.AgreementPartyRecord;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.proof.Continuation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The versions of revenue agreements in the database, compiled once each. */
final class Agreements {
  private static final short DRAFT = code(AgreementView.State.DRAFT);

  /** Of versions that settle nothing yet. */
  private static final List<Short> NOT_IN_FORCE =
      List.of(DRAFT, code(AgreementView.State.PROPOSED));

  private final Map<Integer, Compiled> programs = new ConcurrentHashMap<>();

  /** A version compiled, and what else than its document that rests on. */
  private record Compiled(Optional<LocalDate> end, Optional<UUID> continuedBy, Program program) {}

  /**
   * A version that settles lines.
   *
   * @param end exclusive; null for none
   */
  record InForce(UUID id, int number, Program program, LocalDate from, @Nullable LocalDate end) {
    /** Whether a line paid at this time falls under it. */
    boolean selects(Line line, Instant time) {
      LocalDate day = time.atZone(program.agreement().zone()).toLocalDate();
      return !day.isBefore(from)
          && (end == null || day.isBefore(end))
          && program.agreement().selects().selects(line);
    }

    private boolean overlaps(Agreement other) {
      boolean before = end != null && !end.isAfter(other.from());
      boolean after = other.until().map(until -> !until.isAfter(from)).orElse(false);
      return !before && !after && program.agreement().selects().overlaps(other.selects());
    }
  }

  List<InForce> inForce(DSLContext tx) {
    return tx.selectFrom(AGREEMENT)
        .where(AGREEMENT.STATE.notIn(NOT_IN_FORCE))
        .orderBy(AGREEMENT.NUMBER)
        .fetch(row -> inForce(tx, row));
  }

  /** One that was countersigned, whatever became of it since. */
  Optional<InForce> inForce(DSLContext tx, UUID id) {
    return tx.selectFrom(AGREEMENT)
        .where(AGREEMENT.ID.eq(id), AGREEMENT.STATE.notIn(NOT_IN_FORCE))
        .fetchOptional(row -> inForce(tx, row));
  }

  InForce inForce(DSLContext tx, int number) {
    return inForce(
        tx,
        Objects.requireNonNull(
            tx.selectFrom(AGREEMENT).where(AGREEMENT.NUMBER.eq(number)).fetchOne()));
  }

  /** The numbers of all versions that somebody is a party of. */
  List<Integer> numbersOf(DSLContext tx, String party) {
    return tx.select(AGREEMENT.NUMBER)
        .from(AGREEMENT)
        .join(AGREEMENT_PARTY)
        .on(AGREEMENT_PARTY.AGREEMENT.eq(AGREEMENT.ID))
        .where(AGREEMENT_PARTY.PARTY.eq(party))
        .fetch(AGREEMENT.NUMBER);
  }

  /** Another agreement in force that selects a common line at a common time. */
  boolean overlapping(DSLContext tx, Agreement agreement) {
    return inForce(tx).stream()
        .filter(other -> !other.program().agreement().name().equals(agreement.name()))
        .anyMatch(other -> other.overlaps(agreement));
  }

  Optional<AgreementRecord> row(DSLContext tx, UUID id) {
    return tx.selectFrom(AGREEMENT).where(AGREEMENT.ID.eq(id)).fetchOptional();
  }

  Optional<AgreementRecord> latest(DSLContext tx, String name) {
    return tx.selectFrom(AGREEMENT)
        .where(AGREEMENT.NAME.eq(name), AGREEMENT.STATE.ne(DRAFT))
        .orderBy(AGREEMENT.VERSION.desc())
        .limit(1)
        .fetchOptional();
  }

  /** One version that was proposed, whatever became of it. */
  Optional<AgreementRecord> version(DSLContext tx, String name, int version) {
    return tx.selectFrom(AGREEMENT)
        .where(AGREEMENT.NAME.eq(name), AGREEMENT.VERSION.eq(version), AGREEMENT.STATE.ne(DRAFT))
        .fetchOptional();
  }

  /** The version whose counters one goes on with. */
  Optional<InForce> continuedBy(DSLContext tx, InForce in) {
    return in.program().agreement().continues()
        ? tx.selectFrom(AGREEMENT)
            .where(AGREEMENT.CONTINUED_BY.eq(in.id()))
            .fetchOptional(row -> inForce(tx, row))
        : Optional.empty();
  }

  /** The version that goes on with its counters. */
  Optional<UUID> continuing(DSLContext tx, InForce in) {
    return row(tx, in.id()).map(AgreementRecord::getContinuedBy);
  }

  /** Whether a period of a version that has this day or a later one is closed. */
  static boolean isClosedFrom(DSLContext tx, UUID id, LocalDate day) {
    return tx.fetchExists(
        CLOSED_PERIOD,
        CLOSED_PERIOD.AGREEMENT.eq(id),
        CLOSED_PERIOD.PERIOD.ge(YearMonth.from(day).toString()));
  }

  List<AgreementPartyRecord> parties(DSLContext tx, UUID id) {
    return tx.selectFrom(AGREEMENT_PARTY)
        .where(AGREEMENT_PARTY.AGREEMENT.eq(id))
        .orderBy(AGREEMENT_PARTY.RANK)
        .fetch();
  }

  /** Notes that a version's first day has come. */
  static void activate(DSLContext tx, UUID id, Instant now) {
    tx.update(AGREEMENT)
        .set(AGREEMENT.ACTIVE_SINCE, now.atOffset(ZoneOffset.UTC))
        .set(
            AGREEMENT.STATE,
            DSL.when(
                    AGREEMENT.STATE.eq(code(AgreementView.State.COUNTERSIGNED)),
                    code(AgreementView.State.ACTIVE))
                .otherwise(AGREEMENT.STATE))
        .where(AGREEMENT.ID.eq(id))
        .execute();
  }

  /** Versions whose first day has come without anybody noting it, oldest first. */
  List<UUID> due(DSLContext tx, Instant now, int limit) {
    // No zone is ahead of this day.
    LocalDate latest = now.atOffset(ZoneOffset.MAX).toLocalDate();
    return tx
        .selectFrom(AGREEMENT)
        .where(
            AGREEMENT.STATE.notIn(NOT_IN_FORCE),
            AGREEMENT.ACTIVE_SINCE.isNull(),
            AGREEMENT.VALID_FROM.le(latest))
        .orderBy(AGREEMENT.NUMBER)
        .stream()
        .filter(
            row -> {
              LocalDate today = now.atZone(read(row.getDocument()).zone()).toLocalDate();
              return !row.getValidFrom().isAfter(today);
            })
        .limit(limit)
        .map(AgreementRecord::getId)
        .toList();
  }

  AgreementView view(DSLContext tx, UUID id) {
    AgreementRecord row = row(tx, id).orElseThrow();
    List<AgreementPartyRecord> parties = parties(tx, id);
    Agreement agreement = read(row.getDocument());
    return new AgreementView(
        id,
        row.getName(),
        row.getVersion(),
        state(row.getState()),
        row.getValidFrom(),
        row.getValidUntil(),
        row.getCurrency(),
        row.getHash(),
        row.getDocument(),
        agreement.parties(),
        parties.stream()
            .filter(party -> party.getSigning() != null)
            .sorted(Comparator.comparing(AgreementPartyRecord::getSigning))
            .map(
                party ->
                    new AgreementView.Signature(
                        party.getParty(), party.getJws(), party.getSignedAt().toInstant()))
            .toList(),
        Sentences.english(agreement),
        Sentences.chinese(agreement));
  }

  static AgreementView.State state(short code) {
    for (AgreementView.State state : AgreementView.State.values()) {
      if (code(state) == code) {
        return state;
      }
    }
    throw new IllegalStateException("no state " + code);
  }

  static short code(AgreementView.State state) {
    return (short)
        switch (state) {
          case PROPOSED -> 0;
          case COUNTERSIGNED -> 1;
          case AMENDED -> 2;
          case TERMINATED -> 3;
          case DRAFT -> 4;
          case ACTIVE -> 5;
        };
  }

  private InForce inForce(DSLContext tx, AgreementRecord row) {
    Optional<LocalDate> end = Optional.ofNullable(row.getValidUntil());
    Optional<UUID> next = Optional.ofNullable(row.getContinuedBy());
    Compiled known = programs.get(row.getNumber());
    if (known == null || !known.end().equals(end) || !known.continuedBy().equals(next)) {
      known = new Compiled(end, next, compile(tx, read(row.getDocument()).ending(end), next));
      programs.put(row.getNumber(), known);
    }
    return new InForce(
        row.getId(), row.getNumber(), known.program(), row.getValidFrom(), row.getValidUntil());
  }

  private Program compile(DSLContext tx, Agreement agreement, Optional<UUID> next) {
    return Program.of(
        agreement,
        next.flatMap(id -> row(tx, id))
            .map(row -> Continuation.terms(agreement, read(row.getDocument())))
            .orElse(Set.of()));
  }

  /** A document that was accepted before reads again. */
  static Agreement read(String document) {
    return AgreementReader.kept(document);
  }
}
