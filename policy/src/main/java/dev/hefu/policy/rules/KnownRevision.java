package dev.hefu.policy.rules;

import java.time.Duration;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether rules of a revision may decide, by what the log says of them. A yes is remembered, since
 * the commit looks again; a no never is, so that rules decide as soon as they are in force.
 */
public final class KnownRevision implements Predicate<String> {
  /** As often as rules in this process look for others. */
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private record Yes(String revision, long atNanos) {}

  private final DSLContext database;
  private volatile @Nullable Yes last;

  public KnownRevision(DSLContext database) {
    this.database = database;
  }

  /** Whether these rules are in force, or were until five seconds ago. */
  @Override
  public boolean test(String revision) {
    long now = System.nanoTime();
    Yes known = last;
    if (known != null
        && known.revision().equals(revision)
        && now - known.atNanos() < REMEMBERED.toNanos()) {
      return true;
    }
    boolean may = RulesInForce.mayDecide(database, revision);
    if (may) {
      last = new Yes(revision, now);
    }
    return may;
  }
}
