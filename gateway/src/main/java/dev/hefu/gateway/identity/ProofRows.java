package dev.hefu.gateway.identity;

import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The proofs that the nodes of one network have taken, in unlogged tables: writing them costs no
 * wait for the disk, and a crash of the database empties them, which the missing epoch then tells.
 */
public final class ProofRows {
  /** One slot holds the proofs of a minute; a proof lives one, so that half of them are empty. */
  private static final int SLOTS = 6;

  private static final long SLOT_SECONDS = 60;

  /**
   * The minutes whose slots are emptied: none of their proofs can be taken by any node whose clock
   * is less than a minute slow. Two, so that a minute without calls is made up for.
   */
  private static final int[] EMPTIED = {3, 4};

  // Without an epoch there is no row: the question does not see the one that it begins. Those that
  // were added are told only where some were not, which is nearly never.
  private static final String TAKE =
      """
      WITH epoch AS (
        INSERT INTO gateway.proof_epoch (since) VALUES (?) ON CONFLICT DO NOTHING),
      added AS (
        INSERT INTO gateway.proof (slot, digest)
        SELECT unnest(?::smallint[]), unnest(?::bytea[]) ON CONFLICT DO NOTHING RETURNING digest)
      SELECT since, digests
      FROM gateway.proof_epoch, (
        SELECT CASE WHEN count(*) < ? THEN coalesce(array_agg(digest), '{}') END AS digests
        FROM added) AS new\
      """;

  private ProofRows() {}

  /**
   * Adds the taking of proofs, and the question which of them were taken before.
   *
   * @param now begins the epoch if there is none: then nothing is known of any of them
   */
  public static Supplier<ProofFacts> take(RoundTrip trip, List<Proof> proofs, Instant now) {
    Set<ByteBuffer> shown = new HashSet<>();
    proofs.forEach(proof -> shown.add(proof.digest()));
    // In one order, so that transactions which take the same ones wait for each other in a line.
    List<Proof> ordered = proofs.stream().sorted(Comparator.comparing(Proof::digest)).toList();
    return trip.query(
        TAKE,
        parameters ->
            parameters
                .add(now.getEpochSecond())
                .ints(ordered, proof -> Math.floorMod(minute(proof.issuedAt()), SLOTS))
                .bytes(ordered, proof -> proof.digest().array())
                .add(shown.size()),
        rows -> known(rows, shown));
  }

  private static ProofFacts known(ResultSet row, Set<ByteBuffer> shown) throws SQLException {
    if (!row.next()) {
      return ProofFacts.FORGOTTEN;
    }
    long since = row.getLong(1);
    Array added = row.getArray(2);
    if (added == null) {
      return new ProofFacts(since, Set.of());
    }
    Set<ByteBuffer> before = new HashSet<>(shown);
    for (byte[] digest : (byte[][]) added.getArray()) {
      before.remove(ByteBuffer.wrap(digest));
    }
    return new ProofFacts(since, before);
  }

  static long minute(long seconds) {
    return Math.floorDiv(seconds, SLOT_SECONDS);
  }

  /** Empties the slots that no proof of this minute, nor of the ones beside it, is kept in. */
  static void emptyOld(Connection connection, long minute) throws SQLException {
    try (Statement empty = connection.createStatement()) {
      for (int ago : EMPTIED) {
        empty.execute("TRUNCATE gateway.proof_" + Math.floorMod(minute - ago, SLOTS));
      }
    }
  }
}
