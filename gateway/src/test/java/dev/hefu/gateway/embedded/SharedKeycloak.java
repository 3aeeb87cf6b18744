package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One Keycloak server for all tests of this JVM, started when the first of them asks for it. */
public final class SharedKeycloak {
  private static final LocalKeycloak SERVER = start();

  private SharedKeycloak() {}

  /** The running server; do not close it. */
  public static LocalKeycloak server() {
    return SERVER;
  }

  private static LocalKeycloak start() {
    try {
      Path folder = Files.createTempDirectory("hefu-keycloak");
      Path home = Path.of(System.getProperty("hefu.root"));
      LocalKeycloak server = LocalKeycloak.start(LocalKeycloak.distribution(home), folder, 0);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> TestFolders.delete(server, folder)));
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
