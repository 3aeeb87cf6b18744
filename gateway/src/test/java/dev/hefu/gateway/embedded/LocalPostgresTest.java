package dev.hefu.gateway.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it needs a port that nobody takes")
final class LocalPostgresTest {
  @TempDir Path folder;

  @Test
  void isDurableAndBindsTheGatewayToItsOwnRole() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(folder, 0)) {
      assertEquals("on", value(postgres, "SHOW fsync"));
      assertEquals("on", value(postgres, "SHOW full_page_writes"));
      assertEquals("on", value(postgres, "SHOW synchronous_commit"));
      assertEquals("64", value(postgres, "SHOW max_connections"));
      assertEquals("off", value(postgres, "SHOW is_superuser"));
      assertTrue(value(postgres, "SHOW server_version").startsWith(LocalPostgres.MAJOR + "."));
      assertEquals("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/hefu", postgres.url());
    }
  }

  @Test
  void migratesOnceAndKeepsItsDataOverAStopAndAKill() throws Exception {
    int port;
    try (LocalPostgres postgres = LocalPostgres.start(folder, 0)) {
      port = postgres.port();
      Migrations.run(postgres.dataSource());
      Migrations.run(postgres.dataSource());
      for (String schema : Migrations.SCHEMAS) {
        assertEquals("t", value(postgres, "SELECT to_regnamespace('" + schema + "') IS NOT NULL"));
      }
      run(postgres, "CREATE TABLE kept (n int)");
      run(postgres, "INSERT INTO kept VALUES (1)");
    }
    LocalPostgres killed = LocalPostgres.start(folder, port);
    run(killed, "INSERT INTO kept VALUES (2)");
    PostgresKiller.killAll(killed);
    assertThrows(SQLException.class, () -> run(killed, "INSERT INTO kept VALUES (3)"));
    killed.close();
    try (LocalPostgres again = LocalPostgres.start(folder, port)) {
      assertEquals(port, again.port());
      assertEquals("3", value(again, "SELECT sum(n) FROM kept"));
    }
  }

  @Test
  void endsWhatAKilledRunLeftBehind() throws Exception {
    Process abandoned =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AbandonedPostgres.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("abandoned.log").toFile())
            .start();
    assertTrue(abandoned.waitFor(60, TimeUnit.SECONDS));
    Path idFile = folder.resolve("data").resolve("postmaster.pid");
    long left = Long.parseLong(Files.readAllLines(idFile).getFirst().strip());
    assertTrue(ProcessHandle.of(left).isPresent());
    try (LocalPostgres postgres = LocalPostgres.start(folder, 0)) {
      assertEquals("hefu", value(postgres, "SELECT current_user"));
      assertFalse(ProcessHandle.of(left).filter(ProcessHandle::isAlive).isPresent());
    }
  }

  @Test
  void leavesAnotherProgramWithARecycledIdAlone() throws Exception {
    Path idFile = folder.resolve("some.pid");
    Files.writeString(idFile, ProcessHandle.current().pid() + "\n");
    LeftOver.stop(idFile, "no such mark on our command line: " + folder);
    assertFalse(Files.exists(idFile));
    Files.writeString(idFile, "not a number\n");
    LeftOver.stop(idFile, "");
    assertFalse(Files.exists(idFile));
  }

  @Test
  void saysWhatToDoWhenItCannotStart() throws Exception {
    Path data = Files.createDirectories(folder.resolve("old").resolve("data"));
    Files.writeString(data.resolve("PG_VERSION"), "17\n");
    assertRefused(folder.resolve("old"), 0, "written by PostgreSQL 17 and this is PostgreSQL 18");
    Files.writeString(data.resolve("PG_VERSION"), "18\n");
    assertRefused(folder.resolve("old"), 0, "was never finished; remove it");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused(folder.resolve("port"), port, "Port " + port + " on 127.0.0.1 is in use");
    }
    try (DataFolder other = DataFolder.claim(folder.resolve("held"))) {
      assertRefused(other.path(), 0, "in use by another Hefu");
    }
  }

  private static void assertRefused(Path at, int port, String sentence) {
    StartRefused refused =
        assertThrows(StartRefused.class, () -> LocalPostgres.start(at, port).close());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(sentence), message);
    assertTrue(message.endsWith("."), message);
  }

  private static void run(LocalPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(LocalPostgres postgres, String sql) throws SQLException, IOException {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }
}
