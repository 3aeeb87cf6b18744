package dev.hefu.gateway.evidence;

import static dev.hefu.gateway.jooq.Tables.COUNTED;
import static dev.hefu.gateway.jooq.Tables.DISCLOSURE;
import static dev.hefu.gateway.jooq.Tables.LEAF;
import static dev.hefu.gateway.jooq.Tables.LOG_HEAD;
import static dev.hefu.gateway.jooq.Tables.TILE_ROOT;

import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.StoredTree;
import dev.hefu.crypto.log.TileId;
import dev.hefu.gateway.jooq.tables.records.LeafRecord;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The log as it is read: checkpoint, tiles and entries for everybody (c2sp.org/tlog-tiles),
 * evidence for those whose it is.
 */
public final class EvidenceLog {
  private final DSLContext database;
  private final NoteSigner signer;

  /**
   * Opens the log, and begins it if there is none.
   *
   * @param signer of its checkpoints, named as its origin
   * @throws IllegalStateException if the database holds a log of another origin
   */
  public static EvidenceLog open(DSLContext database, NoteSigner signer) {
    database
        .insertInto(LOG_HEAD, LOG_HEAD.ORIGIN, LOG_HEAD.SIZE, LOG_HEAD.FRONTIER)
        .values(signer.name(), 0L, Frontier.EMPTY.bytes())
        .onConflictDoNothing()
        .execute();
    String origin = database.selectFrom(LOG_HEAD).fetchSingle().getOrigin();
    if (!origin.equals(signer.name())) {
      throw new IllegalStateException(
          "the database holds the log '%s', the configuration says '%s'"
              .formatted(origin, signer.name()));
    }
    return new EvidenceLog(database, signer);
  }

  private EvidenceLog(DSLContext database, NoteSigner signer) {
    this.database = database;
    this.signer = signer;
  }

  /** The signed checkpoint of what is committed now, and durable when this returns. */
  public String checkpoint() {
    return signed(head());
  }

  /** The bytes of a tile; empty if the log has not grown to it. */
  public Optional<byte[]> tile(TileId tile) {
    return has(tile) ? Optional.of(hashes(tile)) : Optional.empty();
  }

  /** The bundle of the entries under a tile of level 0; empty if the log has not grown to it. */
  public Optional<byte[]> entries(TileId tile) {
    if (tile.level() != 0 || !has(tile)) {
      return Optional.empty();
    }
    List<byte[]> entries =
        database
            .select(LEAF.BYTES)
            .from(LEAF)
            .where(LEAF.INDEX.between(tile.first(), tile.first() + tile.width() - 1))
            .orderBy(LEAF.INDEX)
            .fetch(LEAF.BYTES);
    return Optional.of(EntryBundle.encode(entries));
  }

  /** The bytes of one leaf; empty if the log has not grown to it. */
  public Optional<byte[]> entry(long index) {
    return database
        .selectFrom(LEAF)
        .where(LEAF.INDEX.eq(index))
        .fetchOptional()
        .map(LeafRecord::getBytes);
  }

  /**
   * The evidence of an exchange that this participant was the consumer of, proven in the log as it
   * is now; empty if there is none.
   */
  public Optional<Found> ofExchange(UUID exchange, String consumer) {
    return database
        .select()
        .from(DISCLOSURE)
        .join(LEAF)
        .on(LEAF.INDEX.eq(DISCLOSURE.INDEX))
        .where(DISCLOSURE.EXCHANGE.eq(exchange))
        .and(DISCLOSURE.CONSUMER.eq(consumer))
        .and(DISCLOSURE.KIND.eq(LeafKind.EXCHANGE.code()))
        .fetchOptional()
        .map(row -> new Found(row.get(DISCLOSURE.OUTCOME), evidence(row)));
  }

  /** Evidence of an exchange with its outcome: permit, deny or replay. */
  public record Found(String outcome, Evidence evidence) {}

  private Evidence evidence(Record row) {
    Frontier head = head();
    StoredTree tree = new StoredTree(head.size(), this::hashes);
    LogProof proof = LogProof.of(tree.inclusion(row.get(LEAF.INDEX)), signed(head));
    return new Evidence(
        proof.index(),
        row.get(DISCLOSURE.EXCHANGE),
        row.get(LEAF.BYTES),
        Arrays.asList(
            row.get(DISCLOSURE.PARTIES_GROUP),
            row.get(DISCLOSURE.LEGAL_GROUP),
            row.get(DISCLOSURE.DECISION_GROUP),
            row.get(DISCLOSURE.DATA_GROUP),
            row.get(DISCLOSURE.SUBJECT_GROUP)),
        proof.text());
  }

  /**
   * The exchanges about a person, granted and refused, the figures that their data went into, what
   * providers said to either, and every step and reading of a break-glass that is about one of
   * these, the latest first.
   *
   * @param before only those whose leaf has a lower index
   */
  public List<PastExchange> ofSubject(UUID subject, long before, int limit) {
    List<PastExchange> own =
        database
            .selectFrom(DISCLOSURE)
            .where(DISCLOSURE.SUBJECT.eq(subject))
            .and(
                DISCLOSURE.KIND.in(
                    LeafKind.EXCHANGE.code(),
                    LeafKind.APPROVAL.code(),
                    LeafKind.BREAK_GLASS.code()))
            .and(DISCLOSURE.INDEX.lt(before))
            .orderBy(DISCLOSURE.INDEX.desc())
            .limit(limit)
            .fetch(PastExchange::of);
    return Stream.concat(own.stream(), figuresOf(subject, before, limit).stream())
        .sorted(Comparator.comparingLong(PastExchange::index).reversed())
        .limit(limit)
        .toList();
  }

  /** Their leaves name nobody; who was counted stands beside them. */
  private List<PastExchange> figuresOf(UUID subject, long before, int limit) {
    return database
        .select(DISCLOSURE.fields())
        .select(COUNTED.CONSENT)
        .from(COUNTED)
        .join(DISCLOSURE)
        .on(DISCLOSURE.EXCHANGE.eq(COUNTED.EXCHANGE))
        .where(COUNTED.SUBJECT.eq(subject))
        .and(DISCLOSURE.OUTCOME.eq(PastExchange.PERMITTED))
        .and(DISCLOSURE.INDEX.lt(before))
        .orderBy(DISCLOSURE.INDEX.desc())
        .limit(limit)
        .fetch(row -> PastExchange.of(row.into(DISCLOSURE)).under(row.get(COUNTED.CONSENT)));
  }

  /** The exchange of this leaf; empty if the leaf is another's or there is none. */
  public static Optional<PastExchange> exchangeAt(DSLContext tx, long index) {
    return tx.selectFrom(DISCLOSURE)
        .where(DISCLOSURE.INDEX.eq(index), DISCLOSURE.KIND.eq(LeafKind.EXCHANGE.code()))
        .fetchOptional(PastExchange::of);
  }

  /** The exchange that an idempotency key of a consumer stands for; empty if it is free. */
  public Optional<KeptAnswer> keptAnswer(String consumer, String key) {
    RoundTrip trip = new RoundTrip();
    Supplier<Optional<KeptAnswer>> kept = keptAnswer(trip, consumer, key);
    trip.send(database);
    return kept.get();
  }

  /** Asks for the same together with something else; gives it after the round trip. */
  public static Supplier<Optional<KeptAnswer>> keptAnswer(
      RoundTrip trip, String consumer, String key) {
    return LogRows.keptAnswer(trip, consumer, key);
  }

  /**
   * What is kept of a permitted exchange under its idempotency key.
   *
   * @param envelope the sealed answer; empty once it has expired
   */
  public record KeptAnswer(UUID exchange, String requestDigest, Optional<String> envelope) {}

  private Frontier head() {
    return Frontier.parse(database.selectFrom(LOG_HEAD).fetchSingle().getFrontier());
  }

  /** Signs no tree that a crash of the database could take back. */
  private String signed(Frontier head) {
    database.connection(LogRows::makeDurable);
    return new Checkpoint(signer.name(), head.size(), head.root()).signed(signer);
  }

  private boolean has(TileId tile) {
    return tile.first() + tile.width() <= head().size() >>> (8 * tile.level());
  }

  private byte[] hashes(TileId tile) {
    long last = tile.first() + tile.width() - 1;
    List<byte[]> hashes =
        tile.level() == 0
            ? database
                .select(LEAF.HASH)
                .from(LEAF)
                .where(LEAF.INDEX.between(tile.first(), last))
                .orderBy(LEAF.INDEX)
                .fetch(LEAF.HASH)
            : database
                .select(TILE_ROOT.HASH)
                .from(TILE_ROOT)
                .where(
                    TILE_ROOT.LEVEL.eq((short) tile.level()),
                    TILE_ROOT.INDEX.between(tile.first(), last))
                .orderBy(TILE_ROOT.INDEX)
                .fetch(TILE_ROOT.HASH);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(hashes.size() * Hash.BYTES);
    hashes.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }
}
