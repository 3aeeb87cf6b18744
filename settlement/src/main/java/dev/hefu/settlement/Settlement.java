package dev.hefu.settlement;

import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.event.Arrival;
import dev.hefu.settlement.event.EventResult;
import dev.hefu.settlement.event.Sender;
import dev.hefu.settlement.event.WaitingEvent;
import dev.hefu.settlement.ledger.Explanation;
import dev.hefu.settlement.ledger.Journal;
import dev.hefu.settlement.ledger.Statement;
import dev.hefu.settlement.ledger.StatementPosting;
import dev.hefu.settlement.ledger.Statements;
import dev.hefu.settlement.proof.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The door of settlement: who is owed what. Methods that take a transaction write only through it
 * and never commit. Events may be accepted by any number of callers at once; proposals, signatures
 * and closes must be ordered by the caller.
 */
public final class Settlement {
  /** Largest revenue agreement document; 64 terms with tables stay far below. */
  public static final int MAX_DOCUMENT_BYTES = 128 * 1024;

  /** Largest event; see {@code docs/formats/events.md}. */
  public static final int MAX_EVENT_BYTES = 16 * 1024;

  /** Most events in one batch, so that a batch is one short transaction. */
  public static final int MAX_BATCH_EVENTS = 5_000;

  private final Agreements agreements = new Agreements();
  private final Routing routing = new Routing(agreements);
  private final Inbox inbox = new Inbox(routing);
  private final Signing signing = new Signing(agreements, routing);
  private final Termination termination = new Termination(agreements);
  private final Adjustments adjustments = new Adjustments(agreements, inbox, routing);
  private final Closing closing = new Closing(agreements, inbox, adjustments);

  /**
   * Keeps events as received.
   *
   * @param events each one CloudEvent in structured JSON
   * @param now when the batch was received
   * @return one result per event, in the same order
   * @throws IllegalArgumentException if the batch has more than {@link #MAX_BATCH_EVENTS}
   */
  public List<EventResult> accept(
      DSLContext tx, Sender sender, List<byte[]> events, Arrival arrival, Instant now) {
    if (events.size() > MAX_BATCH_EVENTS) {
      throw new IllegalArgumentException(events.size() + " events in a batch");
    }
    return inbox.accept(tx, sender, events, arrival, now);
  }

  /** Events that wait, of a sender or a party of their agreement, oldest first, after a number. */
  public List<WaitingEvent> waiting(DSLContext tx, String asking, long after, int limit) {
    return inbox.waiting(tx, asking, agreements.numbersOf(tx, asking), after, limit);
  }

  /** The sender's events that were rejected, oldest first, after a number. */
  public List<WaitingEvent> rejected(DSLContext tx, String sender, long after, int limit) {
    return inbox.rejected(tx, sender, after, limit);
  }

  /**
   * Proposes to settle, or to dismiss, an event that waits for persons.
   *
   * @param proposer a party of the agreement that its line falls under
   * @param source of the event
   * @param event its CloudEvents id
   * @param why for the other parties to read
   */
  public AdjustmentOutcome proposeAdjustment(
      DSLContext tx,
      String proposer,
      String source,
      String event,
      boolean settles,
      String why,
      Instant now) {
    return adjustments.propose(tx, proposer, source, event, settles, why, now);
  }

  /** Approves what another party proposed: it takes effect, in a period that is open. */
  public AdjustmentOutcome approveAdjustment(
      DSLContext tx, UUID adjustment, String approver, Instant now) {
    return adjustments.approve(tx, adjustment, approver, now);
  }

  /** What was proposed for events of a party's agreements, oldest first, after a number. */
  public List<Adjustment> adjustments(DSLContext tx, String party, long after, int limit) {
    return adjustments.of(tx, party, after, limit);
  }

  /**
   * Proposes a revenue agreement with the proposer's own signature.
   *
   * @param document YAML or JSON in UTF-8
   * @param jws the proposer's compact JWS over the canonical document
   * @param verify the payload of a JWS if it is the proposer's valid signature of the right type
   */
  public AgreementOutcome propose(
      DSLContext tx,
      String proposer,
      byte[] document,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    return signing.propose(tx, proposer, document, jws, verify, now);
  }

  /**
   * Keeps a document that nobody signed yet, for its parties to read. The first signature makes it
   * a proposal.
   *
   * @param drafter one of its parties
   * @param document YAML or JSON in UTF-8
   */
  public AgreementOutcome draft(DSLContext tx, String drafter, byte[] document, Instant now) {
    return signing.draft(tx, drafter, document, now);
  }

  /**
   * Notes which versions' first day has come: each becomes active once.
   *
   * @param limit at most so many
   */
  public List<AgreementView> activate(DSLContext tx, Instant now, int limit) {
    List<UUID> due = agreements.due(tx, now, limit);
    due.forEach(id -> Agreements.activate(tx, id, now));
    return due.stream().map(id -> agreements.view(tx, id)).toList();
  }

  /** Adds a party's signature; the last one puts the agreement in force. See {@link #propose}. */
  public AgreementOutcome countersign(
      DSLContext tx,
      UUID agreement,
      String signer,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    return signing.countersign(tx, agreement, signer, jws, verify, now);
  }

  /**
   * Adds a party's signature that a version ends on a day; the last one ends it. Lines before that
   * day stay with it, and terms with memory close at it.
   *
   * @param until exclusive
   * @param jws over the canonical form of {@code RevenueTermination.document}
   */
  public AgreementOutcome terminate(
      DSLContext tx,
      UUID agreement,
      String signer,
      LocalDate until,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    return termination.sign(tx, agreement, signer, until, jws, verify, now);
  }

  /** An agreement, to a party of it. */
  public Optional<AgreementView> agreement(DSLContext tx, UUID agreement, String asking) {
    boolean isParty =
        agreements.parties(tx, agreement).stream().anyMatch(row -> row.getParty().equals(asking));
    return isParty ? Optional.of(agreements.view(tx, agreement)) : Optional.empty();
  }

  /** The canonical text that is to be signed, or what is wrong with the document. */
  public static Canonical canonical(byte[] document) {
    return switch (AgreementReader.read(document)) {
      case AgreementReading.Read(_, String text) -> new Canonical.Text(text);
      case AgreementReading.Faulty(List<Fault> faults) -> new Canonical.Faulty(faults);
    };
  }

  /**
   * Computes the close of one period of an agreement. It only reads, takes no lock, and may take
   * long.
   *
   * @param period a calendar month of the agreement's zone, {@code YYYY-MM}
   * @param now the time of the close
   */
  public ClosePreparation prepareClose(DSLContext tx, UUID agreement, String period, Instant now) {
    return closing.prepare(tx, agreement, period, now);
  }

  /**
   * Writes a prepared close.
   *
   * @return {@link CloseOutcome.Outdated} if an event or a close was added since it was prepared
   */
  public CloseOutcome close(DSLContext tx, ClosePreparation.Ready prepared, String approver) {
    return closing.close(tx, prepared, approver);
  }

  /** A party's statements, newest period first; of one period if given, after a place if given. */
  public List<Statement> statements(
      DSLContext tx,
      String party,
      Optional<String> period,
      Optional<Statements.Place> after,
      int limit) {
    return Statements.of(tx, party, period, after, limit);
  }

  /** One statement, to its own party. */
  public Optional<Statement> statement(DSLContext tx, UUID statement, String party) {
    return Statements.one(tx, statement, party);
  }

  /** The postings that a statement is the sum of, in canonical order, after a posting's id. */
  public List<StatementPosting> postings(
      DSLContext tx, UUID statement, String party, long after, int limit) {
    return Statements.one(tx, statement, party)
        .map(
            of -> {
              Agreements.InForce in = agreements.inForce(tx, of.agreement()).orElseThrow();
              int rank = in.program().agreement().parties().indexOf(party);
              return Journal.earned(tx, in.number(), in.program(), of.period(), rank, after, limit);
            })
        .orElse(List.of());
  }

  /** Why a posting has its amount, to a party of its agreement. */
  public Optional<Explanation> explain(DSLContext tx, long posting, String party) {
    return closing.explain(tx, posting, party);
  }

  /** What a document becomes before it is signed. */
  public sealed interface Canonical {
    /** The JCS text whose UTF-8 bytes every party signs. */
    record Text(String text) implements Canonical {}

    /** What is wrong. */
    record Faulty(List<Fault> faults) implements Canonical {}
  }
}
