package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.AGREEMENT_PARTY;
import static dev.hefu.settlement.jooq.Tables.CLOSED_PERIOD;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.AgreementReader;
import dev.hefu.settlement.agreement.AgreementReading;
import dev.hefu.settlement.agreement.Sentences;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.jooq.tables.records.AgreementPartyRecord;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import dev.hefu.settlement.split.Program;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;

/** The versions of revenue agreements in the database, compiled once each. */
final class Agreements {
  private final Map<Integer, Program> programs = new ConcurrentHashMap<>();

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
        .where(AGREEMENT.STATE.ne(code(AgreementView.State.PROPOSED)))
        .orderBy(AGREEMENT.NUMBER)
        .fetch(this::inForce);
  }

  /** One that was countersigned, whatever became of it since. */
  Optional<InForce> inForce(DSLContext tx, UUID id) {
    return tx.selectFrom(AGREEMENT)
        .where(AGREEMENT.ID.eq(id), AGREEMENT.STATE.ne(code(AgreementView.State.PROPOSED)))
        .fetchOptional(this::inForce);
  }

  InForce inForce(DSLContext tx, int number) {
    return inForce(
        Objects.requireNonNull(
            tx.selectFrom(AGREEMENT).where(AGREEMENT.NUMBER.eq(number)).fetchOne()));
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
        .where(AGREEMENT.NAME.eq(name))
        .orderBy(AGREEMENT.VERSION.desc())
        .limit(1)
        .fetchOptional();
  }

  Optional<UUID> versionBefore(DSLContext tx, AgreementRecord row) {
    return tx.select(AGREEMENT.ID)
        .from(AGREEMENT)
        .where(AGREEMENT.NAME.eq(row.getName()), AGREEMENT.VERSION.eq(row.getVersion() - 1))
        .fetchOptional(Record1::value1);
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

  private static AgreementView.State state(short code) {
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
        };
  }

  private InForce inForce(AgreementRecord row) {
    Optional<LocalDate> end = Optional.ofNullable(row.getValidUntil());
    Program program =
        programs.compute(
            row.getNumber(),
            (_, before) ->
                before != null && before.agreement().until().equals(end)
                    ? before
                    : Program.of(read(row.getDocument()).ending(end)));
    return new InForce(
        row.getId(), row.getNumber(), program, row.getValidFrom(), row.getValidUntil());
  }

  /** A document that was accepted before reads again. */
  static Agreement read(String document) {
    return switch (AgreementReader.read(document.getBytes(StandardCharsets.UTF_8))) {
      case AgreementReading.Read read -> read.agreement();
      case AgreementReading.Faulty faulty ->
          throw new IllegalStateException("a kept agreement has faults: " + faulty.faults());
    };
  }
}
