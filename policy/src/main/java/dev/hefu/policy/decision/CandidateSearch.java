package dev.hefu.policy.decision;

import dev.hefu.policy.subject.LocalIds;
import java.time.Instant;
import org.jooq.DSLContext;

/**
 * Finds the facts that a decision is made on. It reads without the lock: what it finds is a
 * proposal's ground, never a verdict's.
 */
public final class CandidateSearch {
  private final LocalIds localIds;

  /** Local ids are looked up and opened with the given keys. */
  public CandidateSearch(LocalIds localIds) {
    this.localIds = localIds;
  }

  /**
   * The facts that fit the ask best; reads the same tables whether or not there is such a person.
   */
  public Candidate find(DSLContext tx, Instant now, Ask ask) {
    throw new UnsupportedOperationException(localIds.toString());
  }
}
