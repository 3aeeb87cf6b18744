package dev.hefu.gateway.evidence;

import dev.hefu.crypto.log.Appended;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.TileHash;
import dev.hefu.gateway.evidence.EvidenceLog.KeptAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The log's rows, by plain JDBC: the commit path sends few statements, each with arrays in, and
 * nothing rendered anew per batch.
 */
final class LogRows {
  private LogRows() {}

  /** The log's head under the lock, and the database's clock after the wait for it. */
  record Head(Frontier frontier, Instant now) {}

  // The lock is alone in its statement: in one with a read, that read would be stale. So is the
  // clock, though both go in one round trip; now() would be the time of BEGIN, before the wait.
  private static final String LOCK =
      "SELECT frontier FROM gateway.log_head WHERE id = 1 FOR UPDATE; SELECT clock_timestamp()";

  /** Waits for the head row. */
  static Head lockHead(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.execute();
      Frontier frontier;
      try (ResultSet row = lock.getResultSet()) {
        if (!row.next()) {
          throw new IllegalStateException("the log has no head row");
        }
        frontier = Frontier.parse(row.getBytes(1));
      }
      lock.getMoreResults();
      try (ResultSet row = lock.getResultSet()) {
        row.next();
        return new Head(frontier, row.getObject(1, OffsetDateTime.class).toInstant());
      }
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

  /** What an idempotency key of a consumer stands for; empty if it is free. */
  static Optional<KeptAnswer> keptAnswer(Connection connection, String consumer, String key)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            "SELECT exchange, request_digest, envelope FROM gateway.idempotency"
                + " WHERE consumer = ? AND key = ?")) {
      find.setString(1, consumer);
      find.setString(2, key);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? Optional.of(
                new KeptAnswer(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    Optional.ofNullable(row.getString(3))))
            : Optional.empty();
      }
    }
  }

  private static final String APPEND =
      """
      WITH leaves AS (
        INSERT INTO gateway.leaf (index, bytes, hash)
        SELECT * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[])),
      tiles AS (
        INSERT INTO gateway.tile_root (level, index, hash)
        SELECT * FROM unnest(?::smallint[], ?::bigint[], ?::bytea[])),
      disclosures AS (
        INSERT INTO gateway.disclosure (index, exchange, kind, at, subject, provider, consumer,
          outcome, parties_group, legal_group, decision_group, data_group, subject_group,
          policy_input, policy_decision)
        SELECT * FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::timestamptz[], ?::uuid[],
          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::text[])),
      keys AS (
        INSERT INTO gateway.idempotency (consumer, key, request_digest, exchange, index,
          envelope, at)
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[],
          ?::text[], ?::timestamptz[])),
      batches AS (
        INSERT INTO gateway.batch (id, size, at) VALUES (?, ?, ?))
      UPDATE gateway.log_head SET size = ?, frontier = ? WHERE id = 1
      """;

  /** Writes a batch's leaves, groups, keys, tiles and the new head, in one statement. */
  static void append(
      Connection connection,
      UUID batch,
      Instant now,
      long first,
      Appended appended,
      List<Leaf> leaves,
      List<Hash> hashes,
      List<IdempotencyRow> keys)
      throws SQLException {
    try (PreparedStatement append = connection.prepareStatement(APPEND)) {
      Arrays arrays = new Arrays(connection, append);
      Long[] indexes = new Long[leaves.size()];
      for (int i = 0; i < indexes.length; i++) {
        indexes[i] = first + i;
      }
      arrays.add("bigint", indexes);
      arrays.add("bytea", leaves, Leaf::bytes, byte[][]::new);
      arrays.add("bytea", hashes, Hash::bytes, byte[][]::new);
      List<TileHash> tiles = appended.tileHashes();
      arrays.add("smallint", tiles, tile -> (short) tile.level(), Short[]::new);
      arrays.add("bigint", tiles, TileHash::index, Long[]::new);
      arrays.add("bytea", tiles, tile -> tile.hash().bytes(), byte[][]::new);
      arrays.add("bigint", indexes);
      addDisclosures(arrays, leaves);
      addKeys(arrays, keys, first);
      append.setObject(arrays.next(), batch);
      append.setLong(arrays.next(), appended.size());
      append.setObject(arrays.next(), now.atOffset(ZoneOffset.UTC));
      append.setLong(arrays.next(), appended.size());
      append.setBytes(arrays.next(), appended.frontier().bytes());
      append.executeUpdate();
    }
  }

  private static void addDisclosures(Arrays arrays, List<Leaf> leaves) throws SQLException {
    arrays.add("uuid", leaves, leaf -> leaf.draft().exchange(), UUID[]::new);
    arrays.add("text", leaves, leaf -> leaf.draft().kind().code(), String[]::new);
    arrays.add("text", leaves, leaf -> leaf.draft().at().toString(), String[]::new);
    arrays.add("uuid", leaves, leaf -> leaf.draft().owners().subject(), UUID[]::new);
    arrays.add("text", leaves, leaf -> leaf.draft().owners().provider(), String[]::new);
    arrays.add("text", leaves, leaf -> leaf.draft().owners().consumer(), String[]::new);
    arrays.add("text", leaves, leaf -> leaf.draft().outcome(), String[]::new);
    for (Group group : Group.values()) {
      arrays.add("text", leaves, leaf -> leaf.disclosure(group), String[]::new);
    }
    arrays.add("text", leaves, leaf -> policy(leaf, LeafDraft.PolicyTrace::input), String[]::new);
    arrays.add(
        "text", leaves, leaf -> policy(leaf, LeafDraft.PolicyTrace::decision), String[]::new);
  }

  private static @Nullable String policy(Leaf leaf, Function<LeafDraft.PolicyTrace, String> part) {
    LeafDraft.PolicyTrace trace = leaf.draft().policy();
    return trace == null ? null : part.apply(trace);
  }

  private static void addKeys(Arrays arrays, List<IdempotencyRow> keys, long first)
      throws SQLException {
    arrays.add("text", keys, key -> key.claim().claim().consumer(), String[]::new);
    arrays.add("text", keys, key -> key.claim().claim().idempotencyKey(), String[]::new);
    arrays.add("text", keys, key -> key.claim().claim().requestDigest(), String[]::new);
    arrays.add("uuid", keys, key -> key.claim().claim().exchange(), UUID[]::new);
    arrays.add("bigint", keys, key -> first + key.position(), Long[]::new);
    arrays.add("text", keys, key -> key.claim().envelope(), String[]::new);
    arrays.add("text", keys, key -> key.at().toString(), String[]::new);
  }

  /** Sets array parameters from left to right. */
  private static final class Arrays {
    private final Connection connection;
    private final PreparedStatement statement;
    private int position;

    Arrays(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    int next() {
      return ++position;
    }

    void add(String type, @Nullable Object[] values) throws SQLException {
      statement.setArray(next(), connection.createArrayOf(type, values));
    }

    <T, V> void add(
        String type,
        List<T> rows,
        Function<T, ? extends @Nullable V> column,
        IntFunction<@Nullable V[]> array)
        throws SQLException {
      @Nullable V[] values = array.apply(rows.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = column.apply(rows.get(i));
      }
      add(type, values);
    }
  }
}
