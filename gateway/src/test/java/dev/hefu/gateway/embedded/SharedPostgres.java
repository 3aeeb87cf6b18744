package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL server for all tests of this JVM. Every call of {@link #freshDatabase} gives a
 * database of its own with all migrations in it, in about 50 ms.
 */
public final class SharedPostgres {
  /** Two classes of tests at a time, the largest of which have three nodes each. */
  private static final int CONNECTIONS = 128;

  private static final LocalPostgres SERVER = start();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private SharedPostgres() {}

  /** A data source of a new database, migrated and empty. */
  public static DataSource freshDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    try (Connection connection = dataSource("postgres", "postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " OWNER hefu TEMPLATE hefu STRATEGY file_copy");
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
    return dataSource(name, LocalPostgres.NAME);
  }

  private static DataSource dataSource(String database, String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + database);
    source.setUser(user);
    return source;
  }

  private static LocalPostgres start() {
    try {
      Path folder = Files.createTempDirectory("hefu-postgres");
      LocalPostgres server = LocalPostgres.start(folder, 0, CONNECTIONS);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> TestFolders.delete(server, folder)));
      Migrations.run(server.dataSource());
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
