package dev.hefu.gateway;

import dev.hefu.gateway.deadline.Rounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers, asked once a second: whoever spreads calls over nodes is told of a
 * node that can serve none, and no call has to ask.
 */
final class DatabaseProbe implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** An answer so old says nothing: a probe and one that was missed fit. */
  private static final Duration GOOD_FOR = Duration.ofMillis(2_500);

  /** The database is asked for nothing but a sign of life. */
  private static final int PATIENCE_SECONDS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);

  private final DataSource database;
  private final Rounds rounds;
  private volatile long answeredNanos = System.nanoTime();

  private DatabaseProbe(DataSource database) {
    this.database = database;
    this.rounds = Rounds.start("database-probe", EVERY, this::ask);
  }

  /** Begins with a database that has answered just now. */
  static DatabaseProbe start(DataSource database) {
    return new DatabaseProbe(database);
  }

  private void ask() {
    try (Connection connection = database.getConnection()) {
      if (connection.isValid(PATIENCE_SECONDS)) {
        answeredNanos = System.nanoTime();
      }
    } catch (SQLException away) {
      LOG.warn("the database does not answer: {}", away.getMessage());
    }
  }

  /** Whether it has answered within the last {@link #GOOD_FOR}. */
  boolean answers() {
    return System.nanoTime() - answeredNanos < GOOD_FOR.toNanos();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
