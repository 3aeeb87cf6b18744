package dev.hefu.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.gateway.evidence.Committer;

/** The two pools of connections of a node: one for requests, one for the commit alone. */
final class Pools {
  /** One commits; the second waits for the disk. */
  private static final int COMMIT_CONNECTIONS = 2;

  /** A request waits so long for a connection and is then refused. */
  private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;

  private Pools() {}

  static HikariDataSource requests(Config.Database database) {
    HikariConfig config = config(database, "requests");
    config.setMaximumPoolSize(database.connections());
    return new HikariDataSource(config);
  }

  static HikariDataSource commits(Config.Database database) {
    HikariConfig config = config(database, "commits");
    config.setMaximumPoolSize(COMMIT_CONNECTIONS);
    config.setConnectionInitSql(Committer.SESSION);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(Config.Database database, String name) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("ApplicationName", "hefu-" + name);
    return config;
  }
}
