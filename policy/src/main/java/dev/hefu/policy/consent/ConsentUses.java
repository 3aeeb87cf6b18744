package dev.hefu.policy.consent;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
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
    tx.connection(
        connection -> {
          try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            set(write, 1, "uuid", uses, ConsentUse::consent);
            set(write, 2, "bigint", uses, ConsentUse::total);
            set(write, 3, "timestamptz", uses, use -> use.windowStart().toString());
            set(write, 4, "int", uses, ConsentUse::windowUsed);
            set(write, 5, "timestamptz", uses, use -> use.lastAt().toString());
            write.executeUpdate();
          }
        });
  }

  private static void set(
      PreparedStatement write,
      int position,
      String type,
      List<ConsentUse> uses,
      Function<ConsentUse, Object> column)
      throws SQLException {
    Object[] values = uses.stream().map(column).toArray();
    write.setArray(position, write.getConnection().createArrayOf(type, values));
  }
}
