package dev.hefu.policy;

import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.roundtrip.RoundTrip;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A migrated PostgreSQL, started once for all tests of the module. */
public final class Database {
  private static final DataSource SOURCE = start();
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private Database() {}

  /**
   * Runs in one transaction, which is rolled back: tests do not see each other. Those of several
   * threads come one after the other, for they may use the same keys.
   */
  public static void inTransaction(Consumer<DSLContext> work) {
    TURN.lock();
    try {
      rolledBack(work);
    } finally {
      TURN.unlock();
    }
  }

  private static void rolledBack(Consumer<DSLContext> work) {
    DSLContext context = DSL.using(SOURCE, SQLDialect.POSTGRES);
    try {
      context.transaction(
          configuration -> {
            work.accept(configuration.dsl());
            throw new RolledBack();
          });
    } catch (RolledBack e) {
      return;
    }
    throw new AssertionError("the transaction was committed");
  }

  /** Writes what was used of consents, as the commit does. */
  public static void recordUses(DSLContext tx, List<ConsentUse> uses) {
    RoundTrip trip = new RoundTrip();
    ConsentLedger.recordUses(trip, uses);
    trip.send(tx);
  }

  /** A connection of its own, for what happens at the same time. */
  public static Connection connect() throws SQLException {
    return SOURCE.getConnection();
  }

  private static DataSource start() {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
      DataSource source = postgres.getPostgresDatabase();
      Flyway.configure()
          .dataSource(source)
          .schemas("policy")
          .locations("classpath:db/policy")
          .load()
          .migrate();
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RolledBack() {
      super("rolled back", null, false, false);
    }
  }
}
