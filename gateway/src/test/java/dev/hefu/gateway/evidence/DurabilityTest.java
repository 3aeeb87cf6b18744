package dev.hefu.gateway.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.StoredTree;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.Migrations;
import dev.hefu.gateway.embedded.PostgresKiller;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * All PostgreSQL processes are killed under load; then the callers' own journals, and the last
 * checkpoint that a reader was given, are held against the log. Batches are committed ahead of the
 * disk and answered after a wait for it; where that wait does not reach the disk either, the same
 * must fail, or it would show nothing.
 */
@Isolated("its control needs the disk to be late")
final class DurabilityTest {
  private static final int CALLERS = 32;

  /** Acknowledgements after which the processes are killed. */
  private static final int BEFORE_KILL = 400;

  private static final UUID SUBJECT = UUID.randomUUID();

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    assertEquals(0, lostAfterKill("SET synchronous_commit = on"));
  }

  @Test
  void controlAsynchronousCommitsLoseWhatWasAcknowledged() throws Exception {
    int lost = 0;
    for (int attempt = 0; attempt < 5 && lost == 0; attempt++) {
      lost = lostAfterKill("SET synchronous_commit = off");
    }
    assertTrue(lost > 0, "the test would not notice a lost acknowledgement");
  }

  private int lostAfterKill(String session) throws Exception {
    Path data = folder.resolve("postgres-" + UUID.randomUUID());
    NoteSigner signer = NoteSigner.of(TestLog.ORIGIN, Secret.random());
    Map<Long, byte[]> journal = new ConcurrentHashMap<>();
    AtomicReference<String> checkpoint = new AtomicReference<>();
    LocalPostgres server = LocalPostgres.start(data, 0);
    Migrations.run(server.dataSource());
    try (HikariDataSource pool = pool(server, session)) {
      loadUntilKilled(server, pool, signer, journal, checkpoint);
    } finally {
      server.close();
    }
    try (LocalPostgres again = LocalPostgres.start(data, 0)) {
      EvidenceLog log =
          EvidenceLog.open(DSL.using(again.dataSource(), SQLDialect.POSTGRES), signer);
      return lost(log, signer, journal)
          + (stillHolds(log, verified(checkpoint.get(), signer)) ? 0 : 1);
    }
  }

  private void loadUntilKilled(
      LocalPostgres server,
      HikariDataSource pool,
      NoteSigner signer,
      Map<Long, byte[]> journal,
      AtomicReference<String> checkpoint)
      throws Exception {
    DSLContext database = DSL.using(pool, SQLDialect.POSTGRES);
    EvidenceLog log = EvidenceLog.open(database, signer);
    TagKeys keys = new TagKeys(KeyFile.openOrCreate(folder.resolve("root.key")), database);
    CountDownLatch enough = new CountDownLatch(BEFORE_KILL);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Committer committer = new Committer(pool, keys, signer, TestLog.noFacts())) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> append(committer, journal, enough));
      }
      callers.execute(() -> read(log, checkpoint));
      enough.await();
      PostgresKiller.killAll(server);
    }
  }

  private static void append(
      Committer committer, Map<Long, byte[]> journal, CountDownLatch enough) {
    try {
      while (true) {
        Evidence evidence =
            committer
                .change((tx, now) -> TestLog.leaf(now, SUBJECT, "granted"))
                .evidence()
                .getFirst();
        journal.put(evidence.index(), evidence.leaf());
        enough.countDown();
      }
    } catch (EvidenceUnavailable killed) {
      // The load ends when the database does.
    }
  }

  private static void read(EvidenceLog log, AtomicReference<String> checkpoint) {
    try {
      while (true) {
        checkpoint.set(log.checkpoint());
      }
    } catch (DataAccessException killed) {
      // As above.
    }
  }

  private static Checkpoint verified(String note, NoteSigner signer) {
    return Checkpoint.verified(note, signer.verifier()).orElseThrow();
  }

  /** Whether the log has not shrunk below a tree that was signed, nor forked from it. */
  private static boolean stillHolds(EvidenceLog log, Checkpoint signed) {
    try {
      StoredTree tree = new StoredTree(signed.size(), tile -> log.tile(tile).orElseThrow());
      return tree.root().equals(signed.root());
    } catch (NoSuchElementException shrunk) {
      return false;
    }
  }

  /** How many acknowledged leaves are not in the log, whose tree must be whole in any case. */
  private static int lost(EvidenceLog log, NoteSigner signer, Map<Long, byte[]> journal) {
    assertTrue(stillHolds(log, verified(log.checkpoint(), signer)));
    int lost = 0;
    for (Map.Entry<Long, byte[]> acknowledged : journal.entrySet()) {
      Optional<byte[]> kept = log.entry(acknowledged.getKey());
      if (kept.isEmpty() || !Arrays.equals(kept.get(), acknowledged.getValue())) {
        lost++;
      }
    }
    return lost;
  }

  private static HikariDataSource pool(LocalPostgres server, String session) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(LocalPostgres.NAME);
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(1_000);
    config.setConnectionInitSql(session);
    return new HikariDataSource(config);
  }
}
