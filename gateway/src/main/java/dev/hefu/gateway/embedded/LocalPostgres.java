package dev.hefu.gateway.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A PostgreSQL server of our own on 127.0.0.1, as durable as any: what it acknowledged survives a
 * kill of all its processes. Its data stays in its folder. Every local user of the machine can
 * connect to it without a password, so it is for demonstration, development and tests.
 */
public final class LocalPostgres implements AutoCloseable {
  /** Role and database of the gateway; not a superuser, so its own triggers bind it. */
  public static final String NAME = "hefu";

  /** The major version of the bundled binaries; data of another one cannot be read. */
  static final String MAJOR = "18";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final String ID_FILE = "postmaster.pid";

  /** Three nodes with their pools, and what an operator does beside them. */
  private static final int CONNECTIONS = 64;

  /** The library turns durability off; these turn it on again, and {@link #check} sees to it. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("shared_buffers", "128MB"),
          Map.entry("max_wal_size", "1GB"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("log_checkpoints", "off"));

  private final DataFolder folder;
  private final EmbeddedPostgres server;
  private final StopAtExit stopAtExit;

  private LocalPostgres(DataFolder folder, EmbeddedPostgres server) {
    this.folder = folder;
    this.server = server;
    this.stopAtExit = StopAtExit.of("postgres", this::stop);
  }

  /**
   * Starts the server, after ending what a killed run left behind in this folder, and makes role
   * and database if they are missing. The schemas are {@link Migrations}' work.
   *
   * @param dataFolder where the data lives; made if absent
   * @param port a port of 127.0.0.1, or 0 for any free one
   * @throws StartRefused if the folder, the disk or the port does not allow it
   * @throws IOException if the server does not come up; {@code postgres.log} in the folder says why
   */
  public static LocalPostgres start(Path dataFolder, int port) throws IOException {
    return start(dataFolder, port, CONNECTIONS);
  }

  /** The same for so many connections at once. */
  static LocalPostgres start(Path dataFolder, int port, int connections) throws IOException {
    DataFolder folder = DataFolder.claim(dataFolder);
    try {
      Path data = folder.resolve("data");
      refuseForeign(data);
      LeftOver.stop(data.resolve(ID_FILE), data.toString());
      EmbeddedPostgres server = launch(folder, data, Ports.free("PostgreSQL", port), connections);
      try {
        prepare(server);
      } catch (SQLException | RuntimeException refused) {
        server.close();
        throw refused;
      }
      return new LocalPostgres(folder, server);
    } catch (SQLException refused) {
      folder.close();
      throw new IOException("PostgreSQL in " + folder.path() + " could not be prepared", refused);
    } catch (IOException | RuntimeException refused) {
      folder.close();
      throw refused;
    }
  }

  /** The JDBC URL of the gateway's database, for the user {@link #NAME} without a password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getPort();
  }

  /** Connections to the gateway's database as its role, unpooled. */
  public DataSource dataSource() {
    return server.getDatabase(NAME, NAME);
  }

  /** Stops the server; open transactions are rolled back, the data stays. Does nothing twice. */
  @Override
  public void close() {
    stopAtExit.ownerStops();
    stop();
  }

  /** Processor time of the server's processes so far; those that have ended do not count. */
  public Duration cpu() {
    try {
      ProcessHandle postmaster = postmaster();
      return Stream.concat(Stream.of(postmaster), postmaster.descendants())
          .flatMap(process -> process.info().totalCpuDuration().stream())
          .reduce(Duration.ZERO, Duration::plus);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The process that all others of the server are children of. */
  ProcessHandle postmaster() throws IOException {
    String id = Files.readAllLines(idFile()).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
  }

  private Path idFile() {
    return folder.resolve("data").resolve(ID_FILE);
  }

  private synchronized void stop() {
    try {
      server.close();
      folder.close();
    } catch (IOException notStopped) {
      throw new IllegalStateException("PostgreSQL could not be stopped", notStopped);
    }
  }

  private static void refuseForeign(Path data) throws IOException {
    Path versionFile = data.resolve("PG_VERSION");
    if (!Files.exists(versionFile)) {
      return;
    }
    String version = Files.readString(versionFile).strip();
    if (!version.equals(MAJOR)) {
      throw new StartRefused(
          "The data folder %s was written by PostgreSQL %s and this is PostgreSQL %s; move it away and start again."
              .formatted(data, version, MAJOR));
    }
    if (!Files.exists(data.resolve("postgresql.conf"))) {
      throw new StartRefused(
          "The data folder %s was never finished; remove it and start again.".formatted(data));
    }
  }

  private static EmbeddedPostgres launch(DataFolder folder, Path data, int port, int connections)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(START_TIMEOUT)
            .setOutputRedirector(log(folder))
            .setErrorRedirector(log(folder));
    SETTINGS.forEach(builder::setServerConfig);
    builder.setServerConfig("max_connections", Integer.toString(connections));
    return builder.start();
  }

  private static ProcessBuilder.Redirect log(DataFolder folder) {
    return ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
  }

  private static void prepare(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      check(statement, "fsync");
      check(statement, "full_page_writes");
      check(statement, "synchronous_commit");
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
        statement.execute("CREATE ROLE " + NAME + " LOGIN");
      }
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
        statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      }
    }
  }

  private static void check(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      if (!row.getString(1).equals("on")) {
        throw new IllegalStateException(setting + " is " + row.getString(1) + ", not on");
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next();
    }
  }
}
