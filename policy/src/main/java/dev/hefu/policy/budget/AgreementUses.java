package dev.hefu.policy.budget;

import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;

/** Writes what was used of sharing agreements' budgets: final values, one statement a table. */
public final class AgreementUses {
  private static final String WRITE_USES =
      """
      INSERT INTO policy.agreement_uses (agreement, budget, window_start, used)
      SELECT unnest(?::uuid[]), unnest(?::text[]), unnest(?::timestamptz[]), unnest(?::bigint[])
      ON CONFLICT (agreement, budget) DO UPDATE SET window_start = excluded.window_start,
        used = excluded.used
      """;

  private static final String WRITE_SUBJECTS =
      """
      INSERT INTO policy.counted_subjects (agreement, subject, window_start)
      SELECT unnest(?::uuid[]), unnest(?::uuid[]), unnest(?::timestamptz[])
      ON CONFLICT (agreement, subject) DO UPDATE SET window_start = excluded.window_start
      """;

  private AgreementUses() {}

  /** Adds the writing; nothing is sent for agreements without budgets. */
  public static void write(RoundTrip trip, List<AgreementUse> uses, List<CountedSubject> subjects) {
    if (!uses.isEmpty()) {
      trip.update(
          WRITE_USES,
          parameters ->
              parameters
                  .uuids(uses, AgreementUse::agreement)
                  .texts(uses, use -> use.budget().name())
                  .times(uses, AgreementUse::windowStart)
                  .longs(uses, AgreementUse::used));
    }
    if (!subjects.isEmpty()) {
      trip.update(
          WRITE_SUBJECTS,
          parameters ->
              parameters
                  .uuids(subjects, CountedSubject::agreement)
                  .uuids(subjects, CountedSubject::subject)
                  .times(subjects, CountedSubject::windowStart));
    }
  }
}
