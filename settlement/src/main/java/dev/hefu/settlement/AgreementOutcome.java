package dev.hefu.settlement;

import dev.hefu.settlement.proof.Fault;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What became of a proposal or signature of a revenue agreement. */
public sealed interface AgreementOutcome {
  /** Kept, signed by nobody: its parties may read it, and the first signature proposes it. */
  record Drafted(AgreementView agreement) implements AgreementOutcome {}

  /** Kept with its signature; other parties have still to sign. */
  record Proposed(AgreementView agreement) implements AgreementOutcome {}

  /**
   * The last party signed: it is in force from its first day on, perhaps already.
   *
   * @param amended the version that it ends; empty for the first
   */
  record Countersigned(AgreementView agreement, Optional<AgreementView> amended)
      implements AgreementOutcome {}

  /** Kept with its signature; other parties have still to sign that it ends on that day. */
  record Terminating(AgreementView agreement, LocalDate until) implements AgreementOutcome {}

  /** The last party signed its end: lines from that day on do not fall under it. */
  record Terminated(AgreementView agreement) implements AgreementOutcome {}

  /** The document breaks its format or a proof fails; nothing was kept. */
  record BadDocument(List<Fault> faults) implements AgreementOutcome {}

  /** The signature does not verify, or is over other bytes than this document's. */
  record BadSignature() implements AgreementOutcome {}

  /** The signer is no party of the agreement, so for them it does not exist. */
  record NotFound() implements AgreementOutcome {}

  /** The state forbids it. The reason is one sentence. */
  record Conflict(String reason) implements AgreementOutcome {}
}
