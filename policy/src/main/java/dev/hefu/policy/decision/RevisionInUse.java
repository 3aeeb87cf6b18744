package dev.hefu.policy.decision;

import dev.hefu.policy.fact.RulesFact;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which revision of the rules decides, and which did just before: an exchange that the former has
 * permitted is under way when the rules change, and may end within {@link #GRACE}.
 */
final class RevisionInUse {
  /** The same that the commit grants where the log says which rules are in force. */
  static final Duration GRACE = RulesFact.GRACE;

  private record Change(String revision, @Nullable String before, long atNanos) {}

  private final AtomicReference<@Nullable Change> last = new AtomicReference<>();

  /** A decision by this revision was seen at this moment of the monotonic clock. */
  void seen(String revision, long nowNanos) {
    last.updateAndGet(
        change ->
            change != null && change.revision().equals(revision)
                ? change
                : new Change(revision, change == null ? null : change.revision(), nowNanos));
  }

  /** Whether a decision by this revision may be committed at this moment. */
  boolean holds(String revision, long nowNanos) {
    Change change = last.get();
    return change != null
        && (revision.equals(change.revision())
            || (revision.equals(change.before())
                && nowNanos - change.atNanos() <= GRACE.toNanos()));
  }
}
