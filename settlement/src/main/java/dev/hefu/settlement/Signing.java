package dev.hefu.settlement;

import static dev.hefu.settlement.jooq.Tables.AGREEMENT;
import static dev.hefu.settlement.jooq.Tables.AGREEMENT_PARTY;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.jooq.tables.records.AgreementPartyRecord;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import dev.hefu.settlement.ledger.Sha256;
import dev.hefu.settlement.proof.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Proposal and countersignature: how an agreement comes into force. */
final class Signing {
  private final Agreements agreements;
  private final Routing routing;

  Signing(Agreements agreements, Routing routing) {
    this.agreements = agreements;
    this.routing = routing;
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
        Optional<AgreementOutcome> refused =
            new Succession(agreements, agreement, proposer).refusedFirst(tx);
        if (refused.isPresent()) {
          yield refused.get();
        }
        UUID id = keep(tx, agreement, canonical, AgreementView.State.PROPOSED, now);
        sign(tx, id, proposer, jws, 0, now);
        yield new AgreementOutcome.Proposed(agreements.view(tx, id));
      }
    };
  }

  /** Keeps a document that nobody signed. */
  AgreementOutcome draft(DSLContext tx, String drafter, byte[] document, Instant now) {
    return switch (AgreementReader.read(document)) {
      case AgreementReading.Faulty(List<Fault> faults) -> new AgreementOutcome.BadDocument(faults);
      case AgreementReading.Read(Agreement agreement, String canonical) -> {
        if (!agreement.parties().contains(drafter)) {
          yield new AgreementOutcome.NotFound();
        }
        UUID id = keep(tx, agreement, canonical, AgreementView.State.DRAFT, now);
        yield new AgreementOutcome.Drafted(agreements.view(tx, id));
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
    List<AgreementPartyRecord> parties = agreements.parties(tx, id);
    Optional<AgreementPartyRecord> party =
        parties.stream().filter(each -> each.getParty().equals(signer)).findFirst();
    if (row.isEmpty() || party.isEmpty()) {
      return new AgreementOutcome.NotFound();
    }
    AgreementView.State state = Agreements.state(row.get().getState());
    boolean open = state == AgreementView.State.DRAFT || state == AgreementView.State.PROPOSED;
    if (!open || party.get().getSigning() != null) {
      return new AgreementOutcome.Conflict(signer + " signed already.");
    }
    if (!signs(verify.apply(jws), row.get().getDocument())) {
      return new AgreementOutcome.BadSignature();
    }
    Agreement agreement = Agreements.read(row.get().getDocument());
    boolean last = parties.stream().filter(each -> each.getSigning() == null).count() == 1;
    Succession succession = new Succession(agreements, agreement, signer);
    Optional<AgreementOutcome> refused =
        state == AgreementView.State.DRAFT
            ? succession.refusedFirst(tx)
            : last ? succession.refusedLast(tx) : Optional.empty();
    if (refused.isPresent()) {
      return refused.get();
    }
    long signed = parties.stream().filter(each -> each.getSigning() != null).count();
    sign(tx, id, signer, jws, (int) signed, now);
    if (last) {
      return enterIntoForce(tx, row.get(), agreement, now);
    }
    become(tx, id, AgreementView.State.PROPOSED);
    return new AgreementOutcome.Proposed(agreements.view(tx, id));
  }

  private static boolean signs(Optional<byte[]> payload, String canonical) {
    return payload.isPresent()
        && Arrays.equals(payload.get(), canonical.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID keep(
      DSLContext tx,
      Agreement agreement,
      String canonical,
      AgreementView.State state,
      Instant now) {
    UUID id = UUID.randomUUID();
    tx.insertInto(AGREEMENT)
        .set(AGREEMENT.ID, id)
        .set(AGREEMENT.NAME, agreement.name())
        .set(AGREEMENT.VERSION, agreement.version())
        .set(AGREEMENT.STATE, Agreements.code(state))
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
    return id;
  }

  private static void become(DSLContext tx, UUID id, AgreementView.State state) {
    tx.update(AGREEMENT)
        .set(AGREEMENT.STATE, Agreements.code(state))
        .where(AGREEMENT.ID.eq(id))
        .execute();
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

  /** Ends the version before, and settles what its time took from it or what waited. */
  private AgreementOutcome enterIntoForce(
      DSLContext tx, AgreementRecord row, Agreement agreement, Instant now) {
    Inbox.lock(tx);
    become(tx, row.getId(), AgreementView.State.COUNTERSIGNED);
    Optional<AgreementRecord> before =
        agreements
            .version(tx, row.getName(), row.getVersion() - 1)
            .filter(each -> amend(tx, each, row, agreement));
    if (!agreement.from().isAfter(now.atZone(agreement.zone()).toLocalDate())) {
      Agreements.activate(tx, row.getId(), now);
    }
    List<KeptEvent> moved = new ArrayList<>(routing.waitingForAgreement(tx));
    before.ifPresent(
        each ->
            moved.addAll(
                routing.paidFrom(
                    tx,
                    each.getNumber(),
                    agreement.from().atStartOfDay(agreement.zone()).toInstant())));
    routing.route(tx, moved);
    return new AgreementOutcome.Countersigned(
        agreements.view(tx, row.getId()), before.map(each -> agreements.view(tx, each.getId())));
  }

  private static boolean amend(
      DSLContext tx, AgreementRecord before, AgreementRecord row, Agreement agreement) {
    LocalDate end = before.getValidUntil();
    if (end != null && end.isBefore(agreement.from())) {
      return false;
    }
    tx.update(AGREEMENT)
        .set(AGREEMENT.STATE, Agreements.code(AgreementView.State.AMENDED))
        .set(AGREEMENT.VALID_UNTIL, agreement.from())
        .set(AGREEMENT.CONTINUED_BY, agreement.continues() ? row.getId() : null)
        .where(AGREEMENT.ID.eq(before.getId()))
        .execute();
    return true;
  }
}
