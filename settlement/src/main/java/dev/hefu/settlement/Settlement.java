package dev.hefu.settlement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The door of settlement: who is owed what. Methods that take a transaction write only through it
 * and never commit; all writers of one database must be ordered by the caller.
 */
public final class Settlement {
  /** Largest revenue agreement document; 64 terms with tables stay far below. */
  public static final int MAX_DOCUMENT_BYTES = 128 * 1024;

  /** Largest event; see {@code docs/formats/events.md}. */
  public static final int MAX_EVENT_BYTES = 16 * 1024;

  /** Most events in one batch, so that a batch is one short transaction. */
  public static final int MAX_BATCH_EVENTS = 5_000;

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
    throw new UnsupportedOperationException("not built yet");
  }

  /** The sender's events that wait or were rejected, oldest first, after a number. */
  public List<WaitingEvent> waiting(DSLContext tx, String sender, long after, int limit) {
    throw new UnsupportedOperationException("not built yet");
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
    throw new UnsupportedOperationException("not built yet");
  }

  /** Adds a party's signature; the last one puts the agreement in force. See {@link #propose}. */
  public AgreementOutcome countersign(
      DSLContext tx,
      UUID agreement,
      String signer,
      String jws,
      Function<String, Optional<byte[]>> verify,
      Instant now) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** An agreement, to a party of it. */
  public Optional<AgreementView> agreement(DSLContext tx, UUID agreement, String party) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** The canonical bytes that are to be signed, or what is wrong with the document. */
  public static Canonical canonical(byte[] document) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Settles and closes one period of an agreement.
   *
   * @param period a calendar month of the agreement's zone, {@code YYYY-MM}
   */
  public CloseOutcome close(
      DSLContext tx, UUID agreement, String period, String approver, Instant now) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** A party's statements, newest period first; of one period if given. */
  public List<Statement> statements(DSLContext tx, String party, Optional<String> period) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** One statement, to its own party. */
  public Optional<Statement> statement(DSLContext tx, UUID statement, String party) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** The postings that a statement is the sum of, in canonical order, after a posting's id. */
  public List<StatementPosting> postings(
      DSLContext tx, UUID statement, String party, long after, int limit) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Why a posting has its amount, to a party of its agreement. */
  public Optional<Explanation> explain(DSLContext tx, long posting, String party) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** What a document becomes before it is signed. */
  public sealed interface Canonical {
    /** The JCS bytes that every party signs. */
    record Bytes(byte[] bytes) implements Canonical {}

    /** What is wrong. */
    record Faulty(List<AgreementOutcome.Fault> faults) implements Canonical {}
  }
}
