package dev.hefu.gateway;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A control: facts from before the wait for the log's head row was over, read on a connection of
 * their own. Either they are read when the row is about to be asked for; or a snapshot is taken
 * then and they are read in it when the lock is held, which is what one statement that locks and
 * reads would see, since a statement reads in the snapshot of its beginning.
 */
final class EarlyFacts implements FactsSource {
  private final FactsSource source;
  private final Config.Database database;
  private final boolean inOneStatement;

  EarlyFacts(FactsSource source, Config.Database database, boolean inOneStatement) {
    this.source = source;
    this.database = database;
    this.inOneStatement = inOneStatement;
  }

  @Override
  public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
    Supplier<Facts> asked = source.ask(trip, claims);
    Connection side = snapshot();
    Facts early = inOneStatement ? null : read(side, claims);
    return () -> {
      Facts now = asked.get();
      Facts then = early == null ? read(side, claims) : early;
      return new Facts(
          now.now(),
          then.consents(),
          then.links(),
          then.agreements(),
          then.participants(),
          now.idempotency(),
          now.rules(),
          now.figures(),
          now.proofs(),
          now.approvals());
    };
  }

  private Connection snapshot() {
    try {
      Connection side =
          DriverManager.getConnection(database.url(), database.user(), database.password());
      side.setAutoCommit(false);
      side.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement first = side.createStatement()) {
        first.execute("SELECT 1");
      }
      return side;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Facts read(Connection side, List<Claim> claims) {
    try (side) {
      RoundTrip aside = new RoundTrip();
      Supplier<Facts> asked =
          source.ask(aside, claims.stream().map(EarlyFacts::withoutProof).toList());
      aside.send(DSL.using(side, SQLDialect.POSTGRES));
      side.rollback();
      return asked.get();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** A proof is taken where it is asked for, which would wait for the commit under way. */
  private static Claim withoutProof(Claim claim) {
    return new Claim(
        claim.exchange(),
        claim.consumer(),
        claim.provider(),
        null,
        claim.seen(),
        claim.idempotencyKey(),
        claim.requestDigest(),
        claim.proposal(),
        claim.cited());
  }

  @Override
  public void recordUses(RoundTrip trip, Uses uses) {
    source.recordUses(trip, uses);
  }
}
