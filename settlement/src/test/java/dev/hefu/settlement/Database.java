package dev.hefu.settlement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** One PostgreSQL for all tests of the module; each test takes a migrated database of its own. */
final class Database {
  private static final String TEMPLATE = "settlement";
  private static final EmbeddedPostgres SERVER = start();
  private static int databases;

  private Database() {}

  /** A fresh database with the module's tables. */
  static synchronized DSLContext fresh() {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    String name = "settlement_" + databases++;
    create(SERVER, name + " template " + TEMPLATE);
    return DSL.using(SERVER.getDatabase("postgres", name), SQLDialect.POSTGRES);
  }

  private static void create(EmbeddedPostgres server, String what) {
    DSL.using(server.getPostgresDatabase(), SQLDialect.POSTGRES).execute("create database " + what);
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      create(server, TEMPLATE);
      Flyway.configure()
          .dataSource(server.getDatabase("postgres", TEMPLATE))
          .schemas("settlement")
          .locations("classpath:db/settlement")
          .load()
          .migrate();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
