package dev.hefu.gateway.evidence;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/**
 * A write of facts (of a consent, link, agreement, participant, dataset), done while the log's head
 * row is locked, so that the log's order is the order of the facts.
 *
 * <p>It may be run again in a new transaction if the first one was aborted, and so touches nothing
 * but the database.
 */
@FunctionalInterface
public interface Change<T> {
  /**
   * Writes the facts. What it throws is thrown to whoever asked for it, and undoes what it wrote
   * and nothing else.
   *
   * @param now the database's clock, read after the lock
   */
  Changed<T> apply(DSLContext tx, Instant now);

  /**
   * What a change did.
   *
   * @param result its outcome for the caller; a refusal is one too
   * @param leaves what the log shall say of it, in order; empty if nothing changed
   * @param restricts whether it ends or suspends a permission: it is then acknowledged only when no
   *     answer that it would have refused can still begin to leave
   */
  record Changed<T>(T result, List<LeafDraft> leaves, boolean restricts) {
    public Changed {
      leaves = List.copyOf(leaves);
    }

    /** A change that takes no permission away. */
    public Changed(T result, List<LeafDraft> leaves) {
      this(result, leaves, false);
    }

    /** An outcome that changed nothing. */
    public static <T> Changed<T> nothing(T result) {
      return new Changed<>(result, List.of());
    }
  }

  /**
   * A change that is durable.
   *
   * @param evidence one for each of its leaves, in order
   */
  record Committed<T>(T result, List<Evidence> evidence) {}
}
