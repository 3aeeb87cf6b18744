package dev.hefu.settlement;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.jooq.tables.records.AgreementRecord;
import dev.hefu.settlement.proof.Continuation;
import dev.hefu.settlement.proof.Fault;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;

/** What the versions before a document, and other agreements, allow it to be. */
final class Succession {
  /** Documents have no lines once they are kept. */
  private static final int NO_LINE = 0;

  private static final String NOT_IN_FORCE =
      "The version before is not in force, or of other parties.";

  private final Agreements agreements;
  private final Agreement agreement;
  private final String signer;

  /** Of a document that somebody is about to sign. */
  Succession(Agreements agreements, Agreement agreement, String signer) {
    this.agreements = agreements;
    this.agreement = agreement;
    this.signer = signer;
  }

  /** Why nobody can propose it now. */
  Optional<AgreementOutcome> refusedFirst(DSLContext tx) {
    Optional<AgreementRecord> before = agreements.latest(tx, agreement.name());
    if (agreement.version() != before.map(AgreementRecord::getVersion).orElse(0) + 1) {
      return conflict(
          "Version " + agreement.version() + " of " + agreement.name() + " is not the next one.");
    }
    boolean stranger =
        before.isPresent()
            && agreements.parties(tx, before.get().getId()).stream()
                .noneMatch(each -> each.getParty().equals(signer));
    return stranger ? conflict(NOT_IN_FORCE) : refused(tx, before);
  }

  /** Why the last signature cannot put it in force now. */
  Optional<AgreementOutcome> refusedLast(DSLContext tx) {
    return refused(tx, agreements.version(tx, agreement.name(), agreement.version() - 1));
  }

  private Optional<AgreementOutcome> refused(DSLContext tx, Optional<AgreementRecord> before) {
    if (before.isPresent()) {
      Optional<String> reason = reason(tx, before.get());
      if (reason.isPresent()) {
        return conflict(reason.get());
      }
    }
    return agreements.overlapping(tx, agreement)
        ? conflict("An agreement in force selects the same lines.")
        : before.flatMap(this::continuation);
  }

  private static Optional<AgreementOutcome> conflict(String reason) {
    return Optional.of(new AgreementOutcome.Conflict(reason));
  }

  private Optional<String> reason(DSLContext tx, AgreementRecord before) {
    if (before.getState() == Agreements.code(AgreementView.State.PROPOSED)) {
      return Optional.of(NOT_IN_FORCE);
    }
    if (!agreement.from().isAfter(before.getValidFrom())) {
      return Optional.of("An amendment begins after the version before it.");
    }
    Agreement was = Agreements.read(before.getDocument());
    // What ends with the version is settled on its last day, which must be open for that.
    LocalDate open = endsWithIt(was) ? agreement.from().minusDays(1) : agreement.from();
    return Agreements.isClosedFrom(tx, before.getId(), open)
        ? Optional.of("A period from " + open + " on is closed already.")
        : Optional.empty();
  }

  private boolean endsWithIt(Agreement was) {
    Set<String> goOn = Continuation.terms(was, agreement);
    return was.terms().stream()
        .anyMatch(
            term ->
                term.rule() instanceof Holding.Holdback
                    || (term.rule() instanceof Memory && !goOn.contains(term.id())));
  }

  private Optional<AgreementOutcome> continuation(AgreementRecord before) {
    if (!agreement.continues()) {
      return Optional.empty();
    }
    Agreement was =
        Agreements.read(before.getDocument()).ending(Optional.ofNullable(before.getValidUntil()));
    List<Fault> faults = Continuation.faults(was, agreement, NO_LINE);
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(new AgreementOutcome.BadDocument(faults));
  }
}
