package dev.hefu.gateway.embedded;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Brings the schemas of all modules to the state that this version expects. Idempotent, and safe
 * when several nodes start at once: Flyway holds a lock per schema.
 */
public final class Migrations {
  /** One schema per module with tables; no module refers to another's. */
  public static final List<String> SCHEMAS = List.of("policy", "settlement", "gateway");

  private Migrations() {}

  /**
   * Runs what is missing.
   *
   * @throws StartRefused if the database was written by another version whose migrations differ
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or refuses
   */
  public static void run(DataSource database) {
    for (String schema : SCHEMAS) {
      try {
        Flyway.configure()
            .dataSource(database)
            .schemas(schema)
            .defaultSchema(schema)
            .locations("classpath:db/" + schema)
            .ignoreMigrationPatterns(new String[0])
            .load()
            .migrate();
      } catch (FlywayValidateException other) {
        throw new StartRefused(
            "The schema "
                + schema
                + " was made by another version of Hefu; start with that version, or with an empty"
                + " data folder or database.",
            other);
      }
    }
  }
}
