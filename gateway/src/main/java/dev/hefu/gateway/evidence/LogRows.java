package dev.hefu.gateway.evidence;

import dev.hefu.crypto.log.Appended;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.TileHash;
import dev.hefu.gateway.evidence.EvidenceLog.KeptAnswer;
import dev.hefu.policy.roundtrip.Parameters;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The log's rows, by plain JDBC: the commit path sends few statements, each with arrays in, and
 * nothing rendered anew per batch.
 */
final class LogRows {
  private LogRows() {}

  /** The log's head under the lock, and the database's clock after the wait for it. */
  record Head(Frontier frontier, Instant now) {}

  // No table is read in the statement that locks: its snapshot is older than the wait. The clock is
  // outside of the subquery, so it is read for a row that is locked; now() would be the time of
  // BEGIN.
  private static final String LOCK =
      """
      SELECT frontier, clock_timestamp()
      FROM (SELECT frontier FROM gateway.log_head WHERE id = 1 FOR UPDATE) AS locked\
      """;

  /** Asks for the head row, which waits for it. Every statement after it sees the newest facts. */
  static Supplier<Head> lockHead(RoundTrip trip) {
    return trip.query(
        LOCK,
        parameters -> {},
        rows -> {
          if (!rows.next()) {
            throw new IllegalStateException("the log has no head row");
          }
          return new Head(
              Frontier.parse(rows.getBytes(1)),
              rows.getObject(2, OffsetDateTime.class).toInstant());
        });
  }

  /**
   * Has the transaction's commit not wait for the disk. Nobody may be told of it before {@link
   * #makeDurable} returned.
   */
  static void commitAhead(RoundTrip trip) {
    trip.update("SET LOCAL synchronous_commit = off", parameters -> {});
  }

  /** Commits together with what is written. */
  static void commit(RoundTrip trip) {
    trip.update("COMMIT", parameters -> {});
  }

  // A commit that waits for the disk, and for a synchronous standby, waits for all that was
  // committed before it; for that it must write something, and this leaves nothing behind.
  private static final String MAKE_DURABLE =
      "SELECT pg_logical_emit_message(true, 'hefu', ''::text)";

  /**
   * Returns when everything that was committed before the call is durable.
   *
   * @param connection commits on its own, and its commits wait for the disk
   */
  static void makeDurable(Connection connection) throws SQLException {
    try (PreparedStatement flush = connection.prepareStatement(MAKE_DURABLE)) {
      flush.execute();
    }
  }

  static boolean hasBatch(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT 1 FROM gateway.batch WHERE id = ?")) {
      find.setObject(1, id);
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  // What has served its time is not given, though it stands there until somebody forgets it.
  private static final String KEPT =
      """
      SELECT exchange, request_digest,
        CASE WHEN at > clock_timestamp() - interval '%d seconds' THEN envelope END
      FROM gateway.idempotency WHERE consumer = ? AND key = ?\
      """
          .formatted(Retention.ANSWERS.toSeconds());

  /** Asks what an idempotency key of a consumer stands for; empty if it is free. */
  static Supplier<Optional<KeptAnswer>> keptAnswer(RoundTrip trip, String consumer, String key) {
    return trip.query(
        KEPT,
        parameters -> parameters.add(consumer).add(key),
        row ->
            row.next()
                ? Optional.of(
                    new KeptAnswer(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Optional.ofNullable(row.getString(3))))
                : Optional.empty());
  }

  private static final String RESTRICTED =
      "UPDATE gateway.log_head SET restricted_at = ? WHERE id = 1";

  /** Keeps when a permission was last taken away, for {@link FreshChanges}. */
  static void noteRestriction(DSLContext tx, Instant now) {
    RoundTrip.write(tx, RESTRICTED, parameters -> parameters.add(now));
  }

  // Where many rows may come, a list of unnest() gives them one by one. In FROM each would be
  // collected first, in a store of its own for every column: more work than all the rest of it.
  private static final String APPEND =
      """
      WITH leaves AS (
        INSERT INTO gateway.leaf (index, bytes, hash)
        SELECT unnest(?::bigint[]), unnest(?::bytea[]), unnest(?::bytea[])),
      disclosures AS (
        INSERT INTO gateway.disclosure (index, exchange, kind, at, subject, provider, consumer,
          outcome, parties_group, legal_group, decision_group, data_group, subject_group,
          policy_input, policy_decision)
        SELECT unnest(?::bigint[]), unnest(?::uuid[]), unnest(?::text[]), unnest(?::timestamptz[]),
          unnest(?::uuid[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
          unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
          unnest(?::text[]), unnest(?::text[]), unnest(?::text[])),
      keys AS (
        INSERT INTO gateway.idempotency (consumer, key, request_digest, basis, exchange, index,
          envelope, at)
        SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
          unnest(?::uuid[]), unnest(?::bigint[]), unnest(?::text[]), unnest(?::timestamptz[])),
      batches AS (
        INSERT INTO gateway.batch (id, size, at) VALUES (?, ?, ?))
      UPDATE gateway.log_head SET size = ?, frontier = ? WHERE id = 1\
      """;

  /** Apart: few batches fill a tile. */
  private static final String APPEND_TILES =
      """
      INSERT INTO gateway.tile_root (level, index, hash)
      SELECT unnest(?::int[]), unnest(?::bigint[]), unnest(?::bytea[])\
      """;

  /** Adds the writing of a batch's leaves, groups, keys, tiles and the new head. */
  static void append(
      RoundTrip trip,
      UUID batch,
      Head head,
      Appended appended,
      List<Leaf> leaves,
      List<Hash> hashes,
      List<IdempotencyRow> keys) {
    long first = head.frontier().size();
    List<Long> indexes = LongStream.range(first, first + leaves.size()).boxed().toList();
    trip.update(
        APPEND,
        parameters -> {
          parameters
              .longs(indexes, Function.identity())
              .bytes(leaves, Leaf::bytes)
              .bytes(hashes, Hash::bytes)
              .longs(indexes, Function.identity());
          addDisclosures(parameters, leaves);
          addKeys(parameters, keys, first);
          parameters
              .add(batch)
              .add(appended.size())
              .add(head.now())
              .add(appended.size())
              .add(appended.frontier().bytes());
        });
    appendTiles(trip, appended.tileHashes());
  }

  private static void appendTiles(RoundTrip trip, List<TileHash> tiles) {
    if (!tiles.isEmpty()) {
      trip.update(
          APPEND_TILES,
          parameters ->
              parameters
                  .ints(tiles, TileHash::level)
                  .longs(tiles, TileHash::index)
                  .bytes(tiles, tile -> tile.hash().bytes()));
    }
  }

  private static void addDisclosures(Parameters parameters, List<Leaf> leaves) throws SQLException {
    parameters
        .uuids(leaves, leaf -> leaf.draft().exchange())
        .texts(leaves, leaf -> leaf.draft().kind().code())
        .times(leaves, leaf -> leaf.draft().at())
        .uuids(leaves, leaf -> leaf.draft().owners().subject())
        .texts(leaves, leaf -> leaf.draft().owners().provider())
        .texts(leaves, leaf -> leaf.draft().owners().consumer())
        .texts(leaves, leaf -> leaf.draft().outcome());
    for (Group group : Group.values()) {
      parameters.texts(leaves, leaf -> leaf.disclosure(group));
    }
    parameters
        .texts(leaves, leaf -> policy(leaf, LeafDraft.PolicyTrace::input))
        .texts(leaves, leaf -> policy(leaf, LeafDraft.PolicyTrace::decision));
  }

  private static @Nullable String policy(Leaf leaf, Function<LeafDraft.PolicyTrace, String> part) {
    LeafDraft.PolicyTrace trace = leaf.draft().policy();
    return trace == null ? null : part.apply(trace);
  }

  private static void addKeys(Parameters parameters, List<IdempotencyRow> keys, long first)
      throws SQLException {
    parameters
        .texts(keys, key -> key.claim().claim().consumer())
        .texts(keys, key -> key.claim().claim().idempotencyKey())
        .texts(keys, key -> key.claim().claim().requestDigest())
        .texts(keys, key -> key.claim().claim().basis())
        .uuids(keys, key -> key.claim().claim().exchange())
        .longs(keys, key -> first + key.position())
        .texts(keys, key -> key.claim().envelope())
        .times(keys, IdempotencyRow::at);
  }
}
