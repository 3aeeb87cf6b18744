package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENT_USES;

import dev.hefu.policy.roundtrip.RoundTrip;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** What was used of consents: final values, all of a batch written in one statement. */
final class ConsentUses {
  private static final String WRITE =
      """
      INSERT INTO policy.consent_uses (consent, total, records, window_start, window_used, last_at)
      SELECT unnest(?::uuid[]), unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::timestamptz[]),
        unnest(?::int[]), unnest(?::timestamptz[])
      ON CONFLICT (consent) DO UPDATE SET total = excluded.total,
        records = excluded.records, window_start = excluded.window_start, window_used = excluded.window_used,
        last_at = excluded.last_at
      """;

  private ConsentUses() {}

  static void write(RoundTrip trip, List<ConsentUse> uses) {
    if (uses.isEmpty()) {
      return;
    }
    trip.update(
        WRITE,
        parameters ->
            parameters
                .uuids(uses, ConsentUse::consent)
                .longs(uses, ConsentUse::total)
                .longs(uses, ConsentUse::records)
                .times(uses, ConsentUse::windowStart)
                .ints(uses, ConsentUse::windowUsed)
                .times(uses, ConsentUse::lastAt));
  }

  static Map<UUID, Instant> last(DSLContext tx, Collection<UUID> consents) {
    return tx.select(CONSENT_USES.CONSENT, CONSENT_USES.LAST_AT)
        .from(CONSENT_USES)
        .where(CONSENT_USES.CONSENT.in(consents))
        .fetchMap(CONSENT_USES.CONSENT, row -> row.value2().toInstant());
  }
}
