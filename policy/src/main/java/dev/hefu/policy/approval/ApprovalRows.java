package dev.hefu.policy.approval;

import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.Tier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Approvals as a commit reads and writes them; where none is needed, nothing is sent. */
public final class ApprovalRows {
  private static final String READ =
      """
      SELECT approvals.* FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[])
        AS asked (agreement, consent, dataset, tier)
      JOIN policy.approvals USING (agreement, consent, dataset, tier)\
      """;

  private static final String WRITE =
      """
      INSERT INTO policy.approvals (exchange, agreement, consent, dataset, tier, state, asked_at,
        valid_until, uses_limit, used, waits)
      SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
        ?::timestamptz[], ?::timestamptz[], ?::int[], ?::int[], ?::bool[])
      ON CONFLICT (agreement, consent, dataset, tier) DO UPDATE SET state = excluded.state,
        asked_at = excluded.asked_at, valid_until = excluded.valid_until,
        uses_limit = excluded.uses_limit, used = excluded.used, waits = excluded.waits\
      """;

  private ApprovalRows() {}

  /**
   * Asks for these approvals.
   *
   * @return gives those that there are, after the round trip
   */
  public static Supplier<Map<ApprovalKey, Approval>> ask(RoundTrip trip, List<ApprovalKey> keys) {
    return keys.isEmpty()
        ? Map::of
        : trip.query(
            READ,
            parameters ->
                parameters
                    .uuids(keys, ApprovalKey::agreement)
                    .uuids(keys, ApprovalKey::consent)
                    .texts(keys, key -> key.dataset().toString())
                    .texts(keys, key -> key.tier().name()),
            ApprovalRows::read);
  }

  private static Map<ApprovalKey, Approval> read(ResultSet rows) throws SQLException {
    Map<ApprovalKey, Approval> approvals = new HashMap<>();
    while (rows.next()) {
      ApprovalKey key =
          new ApprovalKey(
              rows.getObject("agreement", UUID.class),
              rows.getObject("consent", UUID.class),
              DatasetVersion.parse(rows.getString("dataset")),
              Tier.valueOf(rows.getString("tier")));
      approvals.put(
          key,
          new Approval(
              rows.getObject("exchange", UUID.class),
              key,
              ApprovalState.valueOf(rows.getString("state")),
              rows.getObject("asked_at", OffsetDateTime.class).toInstant(),
              instant(rows.getObject("valid_until", OffsetDateTime.class)),
              rows.getObject("uses_limit", Integer.class),
              rows.getInt("used"),
              rows.getBoolean("waits")));
    }
    return approvals;
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** Adds the writing of final values, in the transaction that holds the log's lock. */
  public static void write(RoundTrip trip, List<Approval> approvals) {
    if (!approvals.isEmpty()) {
      trip.update(
          WRITE,
          parameters ->
              parameters
                  .uuids(approvals, Approval::exchange)
                  .uuids(approvals, each -> each.key().agreement())
                  .uuids(approvals, each -> each.key().consent())
                  .texts(approvals, each -> each.key().dataset().toString())
                  .texts(approvals, each -> each.key().tier().name())
                  .texts(approvals, each -> each.state().name())
                  .times(approvals, Approval::askedAt)
                  .times(approvals, Approval::until)
                  .ints(approvals, Approval::uses)
                  .ints(approvals, Approval::used)
                  .texts(approvals, each -> Boolean.toString(each.waits())));
    }
  }
}
