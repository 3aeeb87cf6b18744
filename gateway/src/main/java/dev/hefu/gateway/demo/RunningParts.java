package dev.hefu.gateway.demo;

import dev.hefu.gateway.Config;
import dev.hefu.gateway.Gateway;
import dev.hefu.gateway.Setting;
import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.folder.DemoRefused;
import dev.hefu.gateway.demo.partner.GatewayAddress;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * PostgreSQL, Keycloak and the gateway, embedded and real, with their data in the demo's folder.
 */
final class RunningParts implements AutoCloseable {
  private static final Executor THREADS =
      task -> Thread.ofPlatform().daemon().name("hefu-start").start(task);

  /** All partners share this machine's cores, so that a busy one may answer late. */
  private static final String PROVIDER_TIMEOUT_MILLIS = "10000";

  private final LocalPostgres postgres;
  private final LocalKeycloak keycloak;
  private final Gateway gateway;

  private RunningParts(LocalPostgres postgres, LocalKeycloak keycloak, Gateway gateway) {
    this.postgres = postgres;
    this.keycloak = keycloak;
    this.gateway = gateway;
  }

  /** Keycloak takes longest; it starts while everything else is made ready. */
  static CompletableFuture<LocalKeycloak> startKeycloak(DemoFolder folder) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Path home = Path.of(System.getProperty("hefu.home", "."));
            return LocalKeycloak.start(
                LocalKeycloak.distribution(home), folder.part("keycloak"), 0);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        },
        THREADS);
  }

  /**
   * Starts the gateway when the others are there.
   *
   * @throws DemoRefused if the port is taken
   */
  static RunningParts start(
      DemoFolder folder,
      int port,
      LocalPostgres postgres,
      CompletableFuture<LocalKeycloak> starting)
      throws IOException {
    requireFree(port);
    LocalKeycloak keycloak = await(starting);
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    settings.put(Setting.HTTP_PORT, Integer.toString(port));
    settings.put(Setting.DATABASE_URL, postgres.url());
    settings.put(Setting.IDENTITY_ISSUER, keycloak.issuer().toString());
    settings.put(Setting.IDENTITY_PROVISIONER_SECRET, keycloak.provisionerSecret());
    settings.put(Setting.KEYS_FOLDER, folder.part("keys").toString());
    settings.put(Setting.OUTBOUND_ALLOWED, "127.0.0.0/8");
    settings.put(Setting.EXCHANGE_PROVIDER_TIMEOUT_MILLIS, PROVIDER_TIMEOUT_MILLIS);
    return new RunningParts(postgres, keycloak, Gateway.start(Config.of(settings)));
  }

  private static LocalKeycloak await(CompletableFuture<LocalKeycloak> starting) throws IOException {
    try {
      return starting.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof UncheckedIOException io) {
        throw new IOException(io.getMessage(), io);
      }
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  /** Says early and in one sentence what the server would say late and at length. */
  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.setReuseAddress(true);
    } catch (IOException taken) {
      throw new DemoRefused(
          "Port %d on 127.0.0.1 is in use; stop what listens there or choose another with --port."
              .formatted(port));
    }
  }

  LocalKeycloak keycloak() {
    return keycloak;
  }

  /** What participants are told of the gateway. */
  GatewayAddress address() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return GatewayAddress.of(http, gateway.url(), gateway.logKey());
    }
  }

  @Override
  public void close() {
    gateway.close();
    keycloak.close();
    postgres.close();
  }
}
