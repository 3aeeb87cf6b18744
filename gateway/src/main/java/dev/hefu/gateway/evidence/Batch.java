package dev.hefu.gateway.evidence;

import dev.hefu.crypto.log.Appended;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import dev.hefu.policy.admit.Admission;
import dev.hefu.policy.admit.Admitted;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on the log. Changes of facts come first, then the facts are read and all
 * exchanges admitted on them: an exchange of the same batch as a revocation is refused.
 */
final class Batch {
  /** What every batch of a node is made with. */
  record Parts(LeafForm form, NoteSigner signer, FactsSource facts) {}

  /** What is known of a batch whose connection failed. */
  enum Fate {
    /** And durable. */
    COMMITTED,
    ABORTED,
    UNKNOWN
  }

  private final UUID id;
  private final List<Waiting> waiting;
  private final Parts parts;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<IdempotencyRow> keys = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private Appended appended = Frontier.EMPTY.append(List.of());
  private String checkpoint = "";
  private @Nullable Fence held;
  private @Nullable Fence sent;

  Batch(UUID id, List<Waiting> waiting, Parts parts) {
    this.id = id;
    this.waiting = waiting;
    this.parts = parts;
  }

  /** A change failed, and nothing was committed: the others of its batch are to go on without. */
  static final class ChangeFailed extends Exception {
    @Serial private static final long serialVersionUID = 1;

    ChangeFailed(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Decides and commits, in the order that makes log order the truth. Without changes of facts it
   * takes two round trips: one locks and reads, one writes and commits.
   *
   * @param apart whether a change that fails is to fail alone, for which each stands behind a
   *     savepoint and writes at once: more round trips under the lock
   * @param othersWait asked before the commit: if so, the lock is not held while the disk is waited
   *     for, and what was written is seen by everybody and not durable yet
   * @return whether it is durable
   * @throws ChangeFailed if a change failed that was not apart
   */
  boolean commit(Connection connection, boolean apart, BooleanSupplier othersWait)
      throws SQLException, ChangeFailed {
    List<Claim> claims = exchanges().map(exchange -> exchange.claim().claim()).toList();
    RoundTrip locking = new RoundTrip();
    Supplier<LogRows.Head> lock = LogRows.lockHead(locking);
    RoundTrip reading = locking;
    if (claims.size() < waiting.size()) {
      locking.send(connection);
      held = Fence.begin();
      Instant now = lock.get().now();
      reading = apart ? changeApart(connection, now) : changeFacts(connection, now);
    }
    RoundTrip writing = new RoundTrip();
    if (claims.isEmpty()) {
      reading.send(connection);
    } else {
      Supplier<Facts> facts = parts.facts().ask(reading, claims);
      reading.send(connection);
      admitExchanges(facts.get(), claims, lock.get().now(), writing);
    }
    if (!leaves.isEmpty()) {
      List<Hash> hashes = leaves.stream().map(leaf -> Hash.ofLeaf(leaf.bytes())).toList();
      appended = lock.get().frontier().append(hashes);
      LogRows.append(writing, id, lock.get(), appended, leaves, hashes, keys);
    }
    boolean ahead = othersWait.getAsBoolean();
    if (ahead) {
      LogRows.commitAhead(writing);
    }
    LogRows.commit(writing);
    sent = Fence.begin();
    writing.send(connection);
    return !ahead;
  }

  private Stream<Waiting.ForExchange> exchanges() {
    return waiting.stream()
        .filter(Waiting.ForExchange.class::isInstance)
        .map(Waiting.ForExchange.class::cast);
  }

  private List<Waiting.ForChange<?>> changes() {
    List<Waiting.ForChange<?>> changes = new ArrayList<>();
    for (Waiting one : waiting) {
      if (one instanceof Waiting.ForChange<?> change) {
        changes.add(change);
      }
    }
    return changes;
  }

  /**
   * Applies the changes, each after what the one before it wrote.
   *
   * @return with what the last one writes, to be sent
   */
  private RoundTrip changeFacts(Connection connection, Instant now)
      throws SQLException, ChangeFailed {
    DSLContext tx = DSL.using(connection, SQLDialect.POSTGRES);
    RoundTrip writes = new RoundTrip();
    for (Waiting.ForChange<?> change : changes()) {
      writes.send(connection);
      writes = new RoundTrip();
      try {
        applyChange(change, writes.collecting(tx), now);
      } catch (RuntimeException failed) {
        throw new ChangeFailed(failed);
      }
    }
    return writes;
  }

  /**
   * Applies the changes; one that fails, whatever the reason, leaves no trace, and the others go
   * on.
   *
   * @return without anything yet
   */
  private RoundTrip changeApart(Connection connection, Instant now) throws SQLException {
    DSLContext tx = DSL.using(connection, SQLDialect.POSTGRES);
    for (Waiting.ForChange<?> change : changes()) {
      Savepoint before = connection.setSavepoint();
      try {
        applyChange(change, tx, now);
        connection.releaseSavepoint(before);
      } catch (RuntimeException failed) {
        connection.rollback(before);
        answers.add(() -> change.fail(failed));
      }
    }
    return new RoundTrip();
  }

  private <T> void applyChange(Waiting.ForChange<T> change, DSLContext tx, Instant now) {
    Changed<T> changed = change.change().apply(tx, now);
    if (changed.restricts()) {
      LogRows.noteRestriction(tx, now);
    }
    int first = leaves.size();
    leaves.addAll(changed.leaves().stream().map(parts.form()::of).toList());
    int last = leaves.size();
    answers.add(
        () -> {
          List<Evidence> evidence = new ArrayList<>(last - first);
          for (int position = first; position < last; position++) {
            evidence.add(evidence(position));
          }
          Committed<T> committed = new Committed<>(changed.result(), evidence);
          change
              .result()
              .complete(new Waiting.Durable<>(committed, changed.restricts() ? held : null));
        });
  }

  private void admitExchanges(Facts facts, List<Claim> claims, Instant now, RoundTrip writing) {
    Admitted admitted = Admission.admit(facts, claims);
    parts.facts().recordUses(writing, admitted.uses());
    Iterator<Verdict> verdicts = admitted.verdicts().iterator();
    exchanges().forEach(exchange -> rule(exchange, verdicts.next(), now));
  }

  private void rule(Waiting.ForExchange exchange, Verdict verdict, Instant now) {
    if (!verdict.leavesLeaf()) {
      answers.add(() -> exchange.result().complete(() -> new Ruled(verdict, null, sent())));
      return;
    }
    ExchangeClaim claim = exchange.claim();
    int position = leaves.size();
    leaves.add(
        verdict.equals(claim.expected())
            ? exchange.prepared()
            : parts.form().of(claim.draft().apply(verdict)));
    if (verdict instanceof Verdict.Permit && claim.claim().idempotencyKey() != null) {
      keys.add(new IdempotencyRow(claim, position, now));
    }
    answers.add(
        () -> exchange.result().complete(() -> new Ruled(verdict, evidence(position), sent())));
  }

  private Evidence evidence(int position) {
    Leaf leaf = leaves.get(position);
    LogProof proof = LogProof.of(appended.proof(position), checkpoint);
    return new Evidence(
        proof.index(), leaf.draft().exchange(), leaf.bytes(), leaf.disclosures(), proof.text());
  }

  private Fence sent() {
    return Objects.requireNonNull(sent, "answered before the commit was sent");
  }

  /**
   * Tells everybody; a checkpoint is signed only here, when the commit is known to be durable. Who
   * asked for an exchange makes their own proof, while the next batch is on its way.
   */
  void answer() {
    if (!leaves.isEmpty()) {
      checkpoint =
          new Checkpoint(parts.signer().name(), appended.size(), appended.root())
              .signed(parts.signer());
    }
    answers.forEach(Runnable::run);
  }

  /** Tells everybody that nothing can be said to be committed for them. */
  void fail(RuntimeException why) {
    waiting.forEach(one -> one.fail(why));
  }

  /**
   * Finds out by the batch's id whether a COMMIT took effect whose answer was lost, and makes it
   * durable. Waits for the head row first, so that a commit still under way is over when its row is
   * looked for.
   */
  Fate fate(DataSource database) {
    if (sent == null) {
      return Fate.ABORTED;
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      RoundTrip lock = new RoundTrip();
      LogRows.lockHead(lock);
      lock.send(connection);
      boolean found = LogRows.hasBatch(connection, id);
      connection.rollback();
      if (!found) {
        return Fate.ABORTED;
      }
      connection.setAutoCommit(true);
      LogRows.makeDurable(connection);
      return Fate.COMMITTED;
    } catch (SQLException unreachable) {
      return Fate.UNKNOWN;
    }
  }
}
