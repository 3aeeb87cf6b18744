package dev.hefu.policy.consent;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Writes what was used of consents: final values, all of a batch in one statement. */
final class ConsentUses {
  private static final String WRITE =
      """
      INSERT INTO policy.consent_uses (consent, total, window_start, window_used, last_at)
      SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::timestamptz[], ?::int[], ?::timestamptz[])
      ON CONFLICT (consent) DO UPDATE SET total = excluded.total,
        window_start = excluded.window_start, window_used = excluded.window_used,
        last_at = excluded.last_at
      """;

  private ConsentUses() {}

  static void write(DSLContext tx, List<ConsentUse> uses) {
    if (uses.isEmpty()) {
      return;
    }
    tx.execute(
        WRITE,
        uses.stream().map(ConsentUse::consent).toArray(UUID[]::new),
        uses.stream().map(ConsentUse::total).toArray(Long[]::new),
        times(uses, ConsentUse::windowStart),
        uses.stream().map(ConsentUse::windowUsed).toArray(Integer[]::new),
        times(uses, ConsentUse::lastAt));
  }

  private static OffsetDateTime[] times(List<ConsentUse> uses, Function<ConsentUse, Instant> time) {
    return uses.stream().map(time).map(ConsentRows::at).toArray(OffsetDateTime[]::new);
  }
}
