package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.TERMINATION;

import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.revenue.RevenueTermination;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/** The end of an agreement, which every party signs. */
final class Termination {
  private final Agreements agreements;

  Termination(Agreements agreements) {
    this.agreements = agreements;
  }

  AgreementOutcome sign(
      DSLContext tx,
      UUID id,
      String signer,
      LocalDate until,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    Optional<AgreementRecord> row = agreements.row(tx, id);
    boolean party =
        agreements.parties(tx, id).stream().anyMatch(each -> each.getParty().equals(signer));
    if (row.isEmpty() || !party) {
      return new AgreementOutcome.NotFound();
    }
    Optional<String> conflict = conflict(tx, row.get(), signer, until, now);
    if (conflict.isPresent()) {
      return new AgreementOutcome.Conflict(conflict.get());
    }
    byte[] signed = CanonicalJson.bytes(RevenueTermination.document(row.get().getHash(), until));
    if (!verify.apply(jws).map(payload -> Arrays.equals(payload, signed)).orElse(false)) {
      return new AgreementOutcome.BadSignature();
    }
    return keep(tx, row.get(), signer, until, jws, now);
  }

  private static Optional<String> conflict(
      DSLContext tx, AgreementRecord row, String signer, LocalDate until, Instant now) {
    AgreementView.State state = Agreements.state(row.getState());
    if (state != AgreementView.State.COUNTERSIGNED && state != AgreementView.State.ACTIVE) {
      return Optional.of("Only a version that is in force can be terminated.");
    }
    LocalDate today = now.atZone(Agreements.read(row.getDocument()).zone()).toLocalDate();
    if (!until.isAfter(today) || !until.isAfter(row.getValidFrom())) {
      return Optional.of(
          "It can end on a day after " + today + " and its first, not " + until + ".");
    }
    LocalDate end = row.getValidUntil();
    if (end != null && !until.isBefore(end)) {
      return Optional.of("It ends on " + end + " anyhow.");
    }
    return tx.fetchExists(
            TERMINATION,
            TERMINATION.AGREEMENT.eq(row.getId()),
            TERMINATION.UNTIL.eq(until),
            TERMINATION.PARTY.eq(signer))
        ? Optional.of(signer + " signed already.")
        : Optional.empty();
  }

  private AgreementOutcome keep(
      DSLContext tx, AgreementRecord row, String signer, LocalDate until, String jws, Instant now) {
    UUID id = row.getId();
    tx.insertInto(TERMINATION)
        .set(TERMINATION.AGREEMENT, id)
        .set(TERMINATION.UNTIL, until)
        .set(TERMINATION.PARTY, signer)
        .set(TERMINATION.JWS, jws)
        .set(TERMINATION.SIGNED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
    int signed =
        tx.fetchCount(TERMINATION, TERMINATION.AGREEMENT.eq(id), TERMINATION.UNTIL.eq(until));
    if (signed < agreements.parties(tx, id).size()) {
      return new AgreementOutcome.Terminating(agreements.view(tx, id), until);
    }
    Inbox.lock(tx);
    tx.update(AGREEMENT)
        .set(AGREEMENT.STATE, Agreements.code(AgreementView.State.TERMINATED))
        .set(AGREEMENT.VALID_UNTIL, until)
        .where(AGREEMENT.ID.eq(id))
        .execute();
    return new AgreementOutcome.Terminated(agreements.view(tx, id));
  }
}
