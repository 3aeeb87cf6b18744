package dev.hefu.gateway.identity;

import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.roundtrip.Parameters;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
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

  private static final String KNOWN =
      """
      SELECT since, digest FROM gateway.proof_epoch LEFT JOIN (
        SELECT digest
        FROM (SELECT unnest(?::smallint[]) AS slot, unnest(?::bytea[]) AS digest) AS shown
        JOIN gateway.proof USING (slot, digest)) AS taken ON true\
      """;

  private static final String TAKE =
      """
      WITH epoch AS (
        INSERT INTO gateway.proof_epoch (since) VALUES (?) ON CONFLICT DO NOTHING)
      INSERT INTO gateway.proof (slot, digest)
      SELECT unnest(?::smallint[]), unnest(?::bytea[]) ON CONFLICT DO NOTHING RETURNING digest\
      """;

  private static final String EPOCH = "SELECT since FROM gateway.proof_epoch";

  private ProofRows() {}

  /** Asks which of the proofs were taken, and up to when that is forgotten. */
  public static Supplier<ProofFacts> ask(RoundTrip trip, List<Proof> proofs) {
    return trip.query(KNOWN, parameters -> bind(parameters, proofs), ProofRows::known);
  }

  private static ProofFacts known(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return ProofFacts.FORGOTTEN;
    }
    long since = rows.getLong(1);
    Set<ByteBuffer> taken = new HashSet<>();
    do {
      byte[] digest = rows.getBytes(2);
      if (digest != null) {
        taken.add(ByteBuffer.wrap(digest));
      }
    } while (rows.next());
    return new ProofFacts(since, taken);
  }

  /**
   * Adds the taking of proofs, of which any may be taken already.
   *
   * @param now begins the epoch if there is none
   * @return gives the digests of those that were not, after the round trip
   */
  public static Supplier<Set<ByteBuffer>> take(RoundTrip trip, List<Proof> proofs, Instant now) {
    return trip.query(
        TAKE,
        parameters -> bind(parameters.add(now.getEpochSecond()), proofs),
        rows -> {
          Set<ByteBuffer> added = new HashSet<>();
          while (rows.next()) {
            added.add(ByteBuffer.wrap(rows.getBytes(1)));
          }
          return added;
        });
  }

  /** Asks for the second up to which it is forgotten which proofs were taken. */
  static Supplier<Long> epoch(RoundTrip trip) {
    return trip.query(
        EPOCH,
        parameters -> {},
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  private static void bind(Parameters parameters, List<Proof> proofs) throws SQLException {
    parameters
        .ints(proofs, proof -> Math.floorMod(minute(proof.issuedAt()), SLOTS))
        .bytes(proofs, proof -> proof.digest().array());
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
