import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
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
  public static void main(String[] args) throws Exception {
    String schema = args[0];
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Flyway.configure()
          .dataSource(url, "postgres", "")
          .schemas(schema)
          .locations("filesystem:" + Path.of(args[1]))
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
                      .withTarget(new Target().withDirectory(args[2]).withPackageName(args[3]))));
    }
  }
}
