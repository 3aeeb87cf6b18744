package dev.hefu.settlement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** One PostgreSQL for all tests of the module, migrated; each test takes a database of its own. */
final class Database {
  private static final EmbeddedPostgres SERVER = start();
  private static int databases;

  private Database() {}

  /** A fresh database with the module's tables. */
  static synchronized DSLContext fresh() {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    String name = "settlement_" + databases++;
    DSL.using(SERVER.getPostgresDatabase(), SQLDialect.POSTGRES).execute("create database " + name);
    DataSource source = SERVER.getDatabase("postgres", name);
    Flyway.configure()
        .dataSource(source)
        .schemas("settlement")
        .locations("classpath:db/settlement")
        .load()
        .migrate();
    return DSL.using(source, SQLDialect.POSTGRES);
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
