package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import dev.hefu.gateway.embedded.LocalPostgres;
import dev.hefu.gateway.embedded.SharedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database that was set to not wait for the disk must not make checkpoints void, which are signed
 * after a wait on these connections (DurabilityTest shows what is lost without one).
 */
final class PoolsTest {
  @Test
  void connectionsWaitForTheDiskWhateverTheServerIsSetTo() throws SQLException {
    Config.Database database = setNotToWait();
    assertEquals("off", setting(Pools.unbounded(database)), "control: the server's own setting");
    try (HikariDataSource requests = Pools.requests(database);
        HikariDataSource commits = Pools.commits(database)) {
      assertEquals("on", setting(requests));
      assertEquals("on", setting(commits));
    }
  }

  private static Config.Database setNotToWait() throws SQLException {
    PGSimpleDataSource fresh = (PGSimpleDataSource) SharedPostgres.freshDatabase();
    try (Connection connection = fresh.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE " + fresh.getDatabaseName() + " SET synchronous_commit = off");
    }
    return new Config.Database(fresh.getUrl(), LocalPostgres.NAME, "", 2);
  }

  private static String setting(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW synchronous_commit")) {
      row.next();
      return row.getString(1);
    }
  }
}
