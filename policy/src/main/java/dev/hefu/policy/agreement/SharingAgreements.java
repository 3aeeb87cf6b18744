package dev.hefu.policy.agreement;

import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;
import static dev.hefu.policy.jooq.Tables.SHARING_SIGNATURES;

import dev.hefu.policy.jooq.tables.records.SharingAgreementsRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The sharing agreements of all participants: proposed by one party, countersigned by the other
 * over the same bytes, terminated by either. Every writer needs the log's lock, and each change it
 * returns needs a leaf. The gateway has verified a signature before it comes here.
 */
public final class SharingAgreements {
  /** More than two companies need; a bound on what one decision reads. */
  public static final int MAX_OPEN_PER_PAIR = 64;

  private SharingAgreements() {}

  /**
   * Keeps a proposal with the proposer's signature.
   *
   * @param canonicalTerms the signed text, which is the canonical form of the terms (RFC 8785)
   * @throws IllegalArgumentException if the proposer is not a party
   */
  public static AgreementOutcome propose(
      DSLContext tx,
      Instant now,
      String proposer,
      SharingTerms terms,
      String canonicalTerms,
      String jws) {
    if (!terms.hasParty(proposer)) {
      throw new IllegalArgumentException(proposer + " is not a party to the terms");
    }
    int open =
        tx.fetchCount(
            SHARING_AGREEMENTS,
            SHARING_AGREEMENTS
                .PROVIDER
                .eq(terms.provider())
                .and(SHARING_AGREEMENTS.CONSUMER.eq(terms.consumer()))
                .and(SHARING_AGREEMENTS.STATE.ne(AgreementState.TERMINATED.name()))
                .and(SHARING_AGREEMENTS.VALID_UNTIL.gt(AgreementRows.at(now))));
    if (open >= MAX_OPEN_PER_PAIR) {
      return new AgreementOutcome.TooMany(MAX_OPEN_PER_PAIR);
    }
    SharingAgreementsRecord row = tx.newRecord(SHARING_AGREEMENTS);
    AgreementRows.write(terms, row);
    row.setId(UUID.randomUUID());
    row.setVersion(1);
    row.setState(AgreementState.PROPOSED.name());
    row.setTerms(canonicalTerms.getBytes(StandardCharsets.UTF_8));
    row.setProposedAt(AgreementRows.at(now));
    row.setChangedAt(AgreementRows.at(now));
    row.insert();
    sign(tx, now, row.getId(), proposer, jws);
    return new AgreementOutcome.Changed(read(tx, row));
  }

  /** Adds the other party's signature, which puts the agreement in force within its validity. */
  public static AgreementOutcome countersign(
      DSLContext tx, Instant now, UUID id, String signer, String canonicalTerms, String jws) {
    SharingAgreementsRecord row = row(tx, id, signer);
    if (row == null) {
      return new AgreementOutcome.NotFound();
    }
    AgreementState state = AgreementState.valueOf(row.getState());
    if (state == AgreementState.TERMINATED) {
      return new AgreementOutcome.WrongState(state);
    }
    if (signatures(tx, id).stream().anyMatch(each -> each.participant().equals(signer))) {
      return new AgreementOutcome.AlreadySigned();
    }
    if (!Arrays.equals(row.getTerms(), canonicalTerms.getBytes(StandardCharsets.UTF_8))) {
      return new AgreementOutcome.OtherTerms();
    }
    sign(tx, now, id, signer, jws);
    return become(tx, now, row, AgreementState.SIGNED);
  }

  /** Ends an agreement, or withdraws or declines a proposal, for ever. */
  public static AgreementOutcome terminate(
      DSLContext tx, Instant now, UUID id, String participant) {
    SharingAgreementsRecord row = row(tx, id, participant);
    if (row == null) {
      return new AgreementOutcome.NotFound();
    }
    AgreementState state = AgreementState.valueOf(row.getState());
    return state == AgreementState.TERMINATED
        ? new AgreementOutcome.WrongState(state)
        : become(tx, now, row, AgreementState.TERMINATED);
  }

  /** The agreement, if the participant is a party to it. */
  public static Optional<SharingAgreement> find(DSLContext tx, UUID id, String participant) {
    return Optional.ofNullable(row(tx, id, participant)).map(row -> read(tx, row));
  }

  /** How the participant's agreements stand, newest first, at most {@code limit}. */
  public static List<Standing> ofParticipant(DSLContext tx, String participant, int limit) {
    return tx
        .selectFrom(SHARING_AGREEMENTS)
        .where(
            SHARING_AGREEMENTS
                .PROVIDER
                .eq(participant)
                .or(SHARING_AGREEMENTS.CONSUMER.eq(participant)))
        .orderBy(SHARING_AGREEMENTS.PROPOSED_AT.desc(), SHARING_AGREEMENTS.ID)
        .limit(limit)
        .fetch()
        .stream()
        .map(AgreementRows::standing)
        .toList();
  }

  private static AgreementOutcome become(
      DSLContext tx, Instant now, SharingAgreementsRecord row, AgreementState state) {
    row.setState(state.name());
    row.setVersion(row.getVersion() + 1);
    row.setChangedAt(AgreementRows.at(now));
    row.update();
    return new AgreementOutcome.Changed(read(tx, row));
  }

  private static void sign(DSLContext tx, Instant now, UUID id, String participant, String jws) {
    tx.insertInto(SHARING_SIGNATURES)
        .set(SHARING_SIGNATURES.AGREEMENT, id)
        .set(SHARING_SIGNATURES.PARTICIPANT, participant)
        .set(SHARING_SIGNATURES.JWS, jws)
        .set(SHARING_SIGNATURES.SIGNED_AT, AgreementRows.at(now))
        .execute();
  }

  private static SharingAgreement read(DSLContext tx, SharingAgreementsRecord row) {
    return AgreementRows.read(row, signatures(tx, row.getId()));
  }

  private static List<Signature> signatures(DSLContext tx, UUID id) {
    return tx
        .selectFrom(SHARING_SIGNATURES)
        .where(SHARING_SIGNATURES.AGREEMENT.eq(id))
        .orderBy(SHARING_SIGNATURES.SIGNED_AT, SHARING_SIGNATURES.PARTICIPANT)
        .fetch()
        .stream()
        .map(
            row -> new Signature(row.getParticipant(), row.getJws(), row.getSignedAt().toInstant()))
        .toList();
  }

  private static @Nullable SharingAgreementsRecord row(DSLContext tx, UUID id, String participant) {
    return tx.selectFrom(SHARING_AGREEMENTS)
        .where(SHARING_AGREEMENTS.ID.eq(id))
        .and(
            SHARING_AGREEMENTS
                .PROVIDER
                .eq(participant)
                .or(SHARING_AGREEMENTS.CONSUMER.eq(participant)))
        .fetchOne();
  }
}
