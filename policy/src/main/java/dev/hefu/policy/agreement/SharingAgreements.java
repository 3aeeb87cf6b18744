package dev.hefu.policy.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The sharing agreements of all participants: proposed by one party, countersigned by the other
 * over the same bytes, terminated by either. Every writer needs the log's lock. The gateway has
 * verified a signature before it comes here.
 */
public final class SharingAgreements {
  /** More than two companies need; a bound on what one decision reads. */
  public static final int MAX_AGREEMENTS_PER_PAIR = 64;

  /**
   * Keeps a proposal with the proposer's signature.
   *
   * @param canonicalTerms the signed bytes as text, which are the canonical form of the terms
   * @throws IllegalArgumentException if the proposer is not a party
   */
  public AgreementOutcome propose(
      DSLContext tx,
      Instant now,
      String proposer,
      SharingTerms terms,
      String canonicalTerms,
      String jws) {
    throw new UnsupportedOperationException();
  }

  /** Adds the other party's signature, which puts the agreement in force within its validity. */
  public AgreementOutcome countersign(
      DSLContext tx, Instant now, UUID id, String signer, String canonicalTerms, String jws) {
    throw new UnsupportedOperationException();
  }

  /** Ends an agreement, or withdraws or declines a proposal. */
  public AgreementOutcome terminate(DSLContext tx, Instant now, UUID id, String participant) {
    throw new UnsupportedOperationException();
  }

  /** The agreement, if the participant is a party to it. */
  public Optional<SharingAgreement> find(DSLContext tx, UUID id, String participant) {
    throw new UnsupportedOperationException();
  }

  /** The participant's agreements, newest first, at most {@code limit}. */
  public List<SharingAgreement> ofParticipant(DSLContext tx, String participant, int limit) {
    throw new UnsupportedOperationException();
  }
}
