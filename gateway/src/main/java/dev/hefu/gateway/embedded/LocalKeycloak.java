package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Keycloak server of our own on 127.0.0.1, a child process, with the realm {@code hefu} imported
 * at its first start. Accounts, clients and keys stay in its folder. It has no administrator; only
 * the client {@code hefu-provisioner} may change the realm's clients.
 */
public final class LocalKeycloak implements AutoCloseable {
  /** The realm's name, as in the file that it is imported from. */
  public static final String REALM = "hefu";

  static final String ID_FILE = "keycloak.pid";

  /** A first start makes 100 tables; on one busy core it took 65 s. After this it hangs. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int OK = 200;

  private final DataFolder folder;
  private final Process process;
  private final URI issuer;
  private final String provisionerSecret;
  private final StopAtExit stopAtExit;

  private LocalKeycloak(DataFolder folder, Process process, int port, String provisionerSecret) {
    this.folder = folder;
    this.process = process;
    this.issuer = URI.create("http://127.0.0.1:" + port + "/realms/" + REALM);
    this.provisionerSecret = provisionerSecret;
    this.stopAtExit = StopAtExit.of("keycloak", this::stop);
  }

  /**
   * The unpacked distribution that the build leaves below this checkout.
   *
   * @throws StartRefused if the build did not run
   */
  public static Path distribution(Path home) throws IOException {
    Path unpacked = home.resolve("gateway").resolve("target").resolve("keycloak");
    if (Files.isDirectory(unpacked)) {
      try (Stream<Path> found = Files.list(unpacked)) {
        List<Path> usable = found.filter(path -> Files.isDirectory(path.resolve("lib"))).toList();
        if (usable.size() == 1) {
          return usable.getFirst();
        }
      }
    }
    throw new StartRefused(
        "%s does not hold one Keycloak; remove the folder and build again.".formatted(unpacked));
  }

  /**
   * Starts the server, after ending what a killed run left behind in this folder, and returns when
   * the realm answers.
   *
   * @param distribution an unpacked Keycloak, which is only read; see {@link #distribution}
   * @param dataFolder where the data lives; made if absent
   * @param port a port of 127.0.0.1, or 0 for any free one; it is part of the issuer
   * @throws StartRefused if the folder, the disk or the port does not allow it
   * @throws IOException if the realm does not answer in time; {@code keycloak.log} in the folder
   *     says why
   */
  public static LocalKeycloak start(Path distribution, Path dataFolder, int port)
      throws IOException {
    DataFolder folder = DataFolder.claim(dataFolder);
    try {
      LeftOver.stop(folder.resolve(ID_FILE), folder.path().toString());
      KeycloakFiles.placeRealm(folder);
      String secret = KeycloakFiles.secret(folder);
      int free = Ports.free("Keycloak", port);
      Process process = KeycloakCommand.launch(distribution, folder, free, secret);
      LocalKeycloak keycloak = new LocalKeycloak(folder, process, free, secret);
      keycloak.awaitRealm();
      return keycloak;
    } catch (IOException | RuntimeException refused) {
      folder.close();
      throw refused;
    }
  }

  /** The realm's issuer, {@code http://127.0.0.1:PORT/realms/hefu}. */
  public URI issuer() {
    return issuer;
  }

  /** The secret of the client {@code hefu-provisioner}; it stays the same in this folder. */
  public String provisionerSecret() {
    return provisionerSecret;
  }

  /** The process that it is. */
  ProcessHandle process() {
    return process.toHandle();
  }

  /** Stops the server; its data stays. Does nothing twice. */
  @Override
  public void close() {
    stopAtExit.ownerStops();
    stop();
  }

  private synchronized void stop() {
    try {
      if (process.isAlive()) {
        LeftOver.end(process.toHandle());
      }
      Files.deleteIfExists(folder.resolve(ID_FILE));
      folder.close();
    } catch (IOException notStopped) {
      throw new IllegalStateException("Keycloak could not be stopped", notStopped);
    }
  }

  private void awaitRealm() throws IOException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client)) {
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failed("ended with status " + process.exitValue());
        }
        if (System.nanoTime() - deadline > 0) {
          throw failed("did not answer within " + START_TIMEOUT.toSeconds() + " s");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for");
    }
  }

  private boolean answers(HttpClient client) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(issuer).timeout(START_TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (ConnectException | HttpTimeoutException notYet) {
      return false;
    }
  }

  private IOException failed(String what) {
    close();
    return new IOException("Keycloak %s; see %s".formatted(what, folder.resolve("keycloak.log")));
  }
}
