package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.AGREEMENT_PARTY;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.AgreementReader;
import dev.hefu.settlement.agreement.AgreementReading;
import dev.hefu.settlement.agreement.Fault;
import dev.hefu.settlement.jooq.tables.records.AgreementPartyRecord;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Proposal and countersignature: how an agreement comes into force. */
final class Signing {
  private final Agreements agreements;
  private final Inbox inbox;

  Signing(Agreements agreements, Inbox inbox) {
    this.agreements = agreements;
    this.inbox = inbox;
  }

  AgreementOutcome propose(
      DSLContext tx,
      String proposer,
      byte[] document,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    return switch (AgreementReader.read(document)) {
      case AgreementReading.Faulty(List<Fault> faults) -> new AgreementOutcome.BadDocument(faults);
      case AgreementReading.Read(Agreement agreement, String canonical) -> {
        if (!agreement.parties().contains(proposer)) {
          yield new AgreementOutcome.NotFound();
        }
        if (!signs(verify.apply(jws), canonical)) {
          yield new AgreementOutcome.BadSignature();
        }
        Optional<String> conflict = conflict(tx, agreement, proposer);
        yield conflict.isPresent()
            ? new AgreementOutcome.Conflict(conflict.get())
            : keep(tx, agreement, canonical, proposer, jws, now);
      }
    };
  }

  AgreementOutcome countersign(
      DSLContext tx,
      UUID id,
      String signer,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    Optional<AgreementRecord> row = agreements.row(tx, id);
    Optional<AgreementPartyRecord> party =
        agreements.parties(tx, id).stream()
            .filter(each -> each.getParty().equals(signer))
            .findFirst();
    if (row.isEmpty() || party.isEmpty()) {
      return new AgreementOutcome.NotFound();
    }
    if (row.get().getState() != Agreements.code(AgreementView.State.PROPOSED)
        || party.get().getSigning() != null) {
      return new AgreementOutcome.Conflict(signer + " signed already.");
    }
    if (!signs(verify.apply(jws), row.get().getDocument())) {
      return new AgreementOutcome.BadSignature();
    }
    Agreement agreement = Agreements.read(row.get().getDocument());
    List<AgreementPartyRecord> parties = agreements.parties(tx, id);
    long open = parties.stream().filter(each -> each.getSigning() == null).count();
    if (open == 1 && agreements.overlapping(tx, agreement)) {
      return new AgreementOutcome.Conflict("An agreement in force selects the same lines.");
    }
    Optional<UUID> before = agreements.versionBefore(tx, row.get());
    if (open == 1
        && before.isPresent()
        && Agreements.isClosedFrom(tx, before.get(), agreement.from())) {
      return new AgreementOutcome.Conflict("A period from its first day on is closed already.");
    }
    sign(tx, id, signer, jws, (int) (parties.size() - open), now);
    if (open > 1) {
      return new AgreementOutcome.Proposed(agreements.view(tx, id));
    }
    enterIntoForce(tx, row.get());
    return new AgreementOutcome.Countersigned(agreements.view(tx, id));
  }

  private static boolean signs(Optional<byte[]> payload, String canonical) {
    return payload.isPresent()
        && Arrays.equals(payload.get(), canonical.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> conflict(DSLContext tx, Agreement agreement, String proposer) {
    Optional<AgreementRecord> last = agreements.latest(tx, agreement.name());
    int next = last.map(AgreementRecord::getVersion).orElse(0) + 1;
    if (agreement.version() != next) {
      return Optional.of(
          "Version " + agreement.version() + " of " + agreement.name() + " is not the next one.");
    }
    if (last.isPresent()) {
      AgreementRecord before = last.get();
      boolean party =
          agreements.parties(tx, before.getId()).stream()
              .anyMatch(each -> each.getParty().equals(proposer));
      if (!party || before.getState() == Agreements.code(AgreementView.State.PROPOSED)) {
        return Optional.of("The version before is not in force, or of other parties.");
      }
      if (!agreement.from().isAfter(before.getValidFrom())) {
        return Optional.of("An amendment begins after the version before it.");
      }
      if (Agreements.isClosedFrom(tx, before.getId(), agreement.from())) {
        return Optional.of("A period from " + agreement.from() + " on is closed already.");
      }
    }
    return agreements.overlapping(tx, agreement)
        ? Optional.of("An agreement in force selects the same lines.")
        : Optional.empty();
  }

  private AgreementOutcome keep(
      DSLContext tx,
      Agreement agreement,
      String canonical,
      String proposer,
      String jws,
      Instant now) {
    UUID id = UUID.randomUUID();
    tx.insertInto(AGREEMENT)
        .set(AGREEMENT.ID, id)
        .set(AGREEMENT.NAME, agreement.name())
        .set(AGREEMENT.VERSION, agreement.version())
        .set(AGREEMENT.STATE, Agreements.code(AgreementView.State.PROPOSED))
        .set(AGREEMENT.CURRENCY, agreement.currency())
        .set(AGREEMENT.VALID_FROM, agreement.from())
        .set(AGREEMENT.VALID_UNTIL, agreement.until().orElse(null))
        .set(AGREEMENT.HASH, Sha256.hex(canonical))
        .set(AGREEMENT.DOCUMENT, canonical)
        .set(AGREEMENT.PROPOSED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
    for (int rank = 0; rank < agreement.parties().size(); rank++) {
      tx.insertInto(AGREEMENT_PARTY)
          .set(AGREEMENT_PARTY.AGREEMENT, id)
          .set(AGREEMENT_PARTY.RANK, (short) rank)
          .set(AGREEMENT_PARTY.PARTY, agreement.parties().get(rank))
          .execute();
    }
    sign(tx, id, proposer, jws, 0, now);
    return new AgreementOutcome.Proposed(agreements.view(tx, id));
  }

  private static void sign(
      DSLContext tx, UUID id, String party, String jws, int signing, Instant now) {
    tx.update(AGREEMENT_PARTY)
        .set(AGREEMENT_PARTY.JWS, jws)
        .set(AGREEMENT_PARTY.SIGNED_AT, now.atOffset(ZoneOffset.UTC))
        .set(AGREEMENT_PARTY.SIGNING, signing)
        .where(AGREEMENT_PARTY.AGREEMENT.eq(id), AGREEMENT_PARTY.PARTY.eq(party))
        .execute();
  }

  private void enterIntoForce(DSLContext tx, AgreementRecord row) {
    Inbox.lock(tx);
    tx.update(AGREEMENT)
        .set(AGREEMENT.STATE, Agreements.code(AgreementView.State.COUNTERSIGNED))
        .where(AGREEMENT.ID.eq(row.getId()))
        .execute();
    LocalDate from = Objects.requireNonNull(row.getValidFrom());
    tx.update(AGREEMENT)
        .set(AGREEMENT.STATE, Agreements.code(AgreementView.State.AMENDED))
        .set(AGREEMENT.VALID_UNTIL, from)
        .where(
            AGREEMENT.NAME.eq(row.getName()),
            AGREEMENT.VERSION.eq(row.getVersion() - 1),
            AGREEMENT.VALID_UNTIL.isNull().or(AGREEMENT.VALID_UNTIL.gt(from)))
        .execute();
    inbox.route(tx, inbox.waitingForAgreement(tx));
  }
}
