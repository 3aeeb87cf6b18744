package dev.hefu.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.gateway.evidence.Committer;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The two pools of connections of a node: one for requests, one for the commit alone. A database
 * that stands still, or a network that swallows what is sent, ends a wait of theirs too: without
 * these limits a call, and the connection that it holds, would wait for ever.
 */
final class Pools {
  /** One commits; the second waits for the disk. */
  private static final int COMMIT_CONNECTIONS = 2;

  /** A request waits so long for a connection and is then refused. */
  private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;

  /** Whether a kept connection still lives is known in much less, or it does not. */
  private static final long VALIDATION_TIMEOUT_MILLIS = 1_000;

  /** Of a server that accepts connections and does not answer. */
  private static final int CONNECT_SECONDS = 2;

  /** No statement of a request is silent for so long; a close gives itself more. */
  private static final int REQUEST_SILENCE_SECONDS = 10;

  /** Longer than the database lets the transaction of a commit live. */
  private static final int COMMIT_SILENCE_SECONDS = 4;

  /** Whatever the server's own setting is: checkpoints are signed after a wait on one of these. */
  private static final String DURABLE = "SET synchronous_commit = on";

  private Pools() {}

  static HikariDataSource requests(Config.Database database) {
    HikariConfig config = config(database, "requests", REQUEST_SILENCE_SECONDS);
    config.setMaximumPoolSize(database.connections());
    config.setConnectionInitSql(DURABLE);
    return new HikariDataSource(config);
  }

  static HikariDataSource commits(Config.Database database) {
    HikariConfig config = config(database, "commits", COMMIT_SILENCE_SECONDS);
    config.setMaximumPoolSize(COMMIT_CONNECTIONS);
    config.setConnectionInitSql(Committer.SESSION);
    return new HikariDataSource(config);
  }

  /** Connections for what may take long, before anybody is served. */
  static DataSource unbounded(Config.Database database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    source.setApplicationName("hefu-migrations");
    return source;
  }

  private static HikariConfig config(Config.Database database, String name, int silenceSeconds) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    config.addDataSourceProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    config.addDataSourceProperty("socketTimeout", Integer.toString(silenceSeconds));
    config.addDataSourceProperty("socketFactory", DatabaseSockets.class.getName());
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("ApplicationName", "hefu-" + name);
    return config;
  }
}
