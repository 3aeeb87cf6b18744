package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A run that is killed before it can stop its PostgreSQL: starts one and halts its own JVM. */
final class AbandonedPostgres {
  private AbandonedPostgres() {}

  public static void main(String[] args) throws IOException {
    LocalPostgres.start(Path.of(args[0]), 0);
    Runtime.getRuntime().halt(0);
  }
}
