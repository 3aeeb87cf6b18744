import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Generates one module's jOOQ classes from its migrations, on a throw-away PostgreSQL: {@code
 * SCHEMA MIGRATIONS-FOLDER OUTPUT-FOLDER PACKAGE}.
 */
final class Codegen {
  /** Holds the migrations that the output was generated from. */
  private static final String STAMP = "migrations.txt";

  public static void main(String[] args) throws Exception {
    String schema = args[0];
    Path migrations = Path.of(args[1]);
    Path output = Path.of(args[2]);
    if (upToDate(migrations, output)) {
      return;
    }
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Flyway.configure()
          .dataSource(url, "postgres", "")
          .schemas(schema)
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(
          new Configuration()
              .withLogging(Logging.WARN)
              .withJdbc(
                  new Jdbc()
                      .withDriver("org.postgresql.Driver")
                      .withUrl(url)
                      .withUser("postgres")
                      .withPassword(""))
              .withGenerator(
                  new Generator()
                      .withGenerate(new Generate().withRecords(true).withJavadoc(false))
                      .withDatabase(
                          new Database()
                              .withName("org.jooq.meta.postgres.PostgresDatabase")
                              .withInputSchema(schema)
                              .withExcludes("flyway_schema_history"))
                      .withTarget(
                          new Target().withDirectory(output.toString()).withPackageName(args[3]))));
    }
    Files.createDirectories(output);
    Files.writeString(output.resolve(STAMP), fingerprint(migrations));
  }

  /**
   * Whether the output was generated from these very migrations, as on each build but the first.
   */
  private static boolean upToDate(Path migrations, Path output) throws IOException {
    Path stamp = output.resolve(STAMP);
    String now = fingerprint(migrations);
    return Files.exists(stamp) && Files.readString(stamp).equals(now);
  }

  private static String fingerprint(Path migrations) throws IOException {
    try (Stream<Path> files = Files.list(migrations)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(file.getFileName()).append('\n').append(Files.readString(file)).append('\n');
      }
      return all.toString();
    }
  }
}
