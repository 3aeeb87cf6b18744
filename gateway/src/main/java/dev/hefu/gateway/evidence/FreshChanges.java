package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.LOG_HEAD;
import static org.jooq.impl.DSL.field;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;

/**
 * Changes that end or suspend a permission and that some node committed just now. Whatever shows
 * one is held back as long as its acknowledgement: until nothing that was committed before it can
 * begin to leave any more ({@link Fence}).
 *
 * <p>The time of such a change was read from the database's clock under the lock, when all that is
 * before it in the log had been sent to be committed. It is compared with the same clock, so the
 * clocks of nodes do not matter. That it holds back what shows older changes too is the price of
 * one rule in one place.
 */
public final class FreshChanges {
  private final DSLContext database;

  public FreshChanges(DSLContext database) {
    this.database = database;
  }

  /**
   * Returns when whatever the caller has read may be shown; to be called after it was read.
   *
   * @throws EvidenceUnavailable if the caller is interrupted before
   */
  public void awaitShown() {
    var times =
        database
            .select(LOG_HEAD.RESTRICTED_AT, field("clock_timestamp()", OffsetDateTime.class))
            .from(LOG_HEAD)
            .fetchSingle();
    Duration age = Duration.between(times.value1(), times.value2());
    // A clock that was set back must not make anybody wait longer than the fence.
    Duration left = Fence.SHOWN_AFTER.minus(age.isNegative() ? Duration.ZERO : age);
    long end = System.nanoTime() + left.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
      if (Thread.currentThread().isInterrupted()) {
        throw new EvidenceUnavailable("interrupted before a change could be shown");
      }
    }
  }
}
