package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A real OPA server that fetches its bundle from here once a second and believes only what is
 * signed with its operator's key.
 */
final class SignedBundles implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A bundle, and how often it was fetched. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Offer(byte[] bytes, AtomicInteger fetched) {
    Offer(byte[] bytes) {
      this(bytes, new AtomicInteger());
    }
  }

  private final Path opa;
  private final Path folder;
  private final KeyPair operator = keyPair();
  private final AtomicReference<Offer> bundle = new AtomicReference<>(new Offer(new byte[0]));
  private final HttpServer server;
  private final Process process;
  final URI url;

  private SignedBundles(Path opa, String revision) throws IOException, InterruptedException {
    this.opa = opa;
    this.folder = Files.createTempDirectory("opa");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/bundle.tar.gz",
        exchange -> {
          try (exchange) {
            Offer offer = bundle.get();
            offer.fetched().incrementAndGet();
            exchange.sendResponseHeaders(200, offer.bytes().length);
            exchange.getResponseBody().write(offer.bytes());
          }
        });
    server.start();
    publish(revision, operator);
    int port = freePort();
    url = URI.create("http://127.0.0.1:" + port);
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, config());
    process =
        new ProcessBuilder(
                opa.toString(),
                "run",
                "--server",
                "--addr=127.0.0.1:" + port,
                "--log-level=error",
                "--config-file=" + config)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** A server that answers by our rules, as a bundle of this revision. */
  static SignedBundles start(Path opa, String revision) throws IOException, InterruptedException {
    SignedBundles bundles = new SignedBundles(opa, revision);
    await(bundles::isUp);
    return bundles;
  }

  private boolean isUp() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health = HttpRequest.newBuilder(url.resolve("/health?bundles=true")).build();
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  /** Waits for what another process does; there is no event to wait for. */
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Offers a bundle of our rules under this revision, signed by the operator. */
  void publish(String revision) throws IOException, InterruptedException {
    publish(revision, operator);
  }

  /** Offers the same, signed by somebody else. */
  void publishForged(String revision) throws IOException, InterruptedException {
    publish(revision, keyPair());
  }

  /** Offers what is no bundle. */
  void publishRubbish() {
    bundle.set(new Offer("rubbish".getBytes(UTF_8)));
  }

  /** Whether the server is through with what is offered: it fetches anew only after that. */
  boolean isJudged() {
    return bundle.get().fetched().get() > 1;
  }

  private void publish(String revision, KeyPair signer) throws IOException, InterruptedException {
    Path key = folder.resolve("key.pem");
    Files.writeString(key, pem("PRIVATE KEY", signer.getPrivate().getEncoded()));
    Path out = folder.resolve("bundle.tar.gz");
    Rego.Run build =
        Rego.run(
            opa,
            "build",
            "--bundle",
            "hefu",
            "--ignore=*_test.rego",
            "--revision=" + revision,
            "--signing-key=" + key,
            "--signing-alg=RS256",
            "--output=" + out);
    if (build.status() != 0) {
      throw new IllegalStateException(build.printed());
    }
    bundle.set(new Offer(Files.readAllBytes(out)));
  }

  private String config() {
    return """
    services:
      hefu: {url: "http://127.0.0.1:%d"}
    bundles:
      hefu:
        service: hefu
        resource: bundle.tar.gz
        signing: {keyid: operator}
        polling: {min_delay_seconds: 1, max_delay_seconds: 1}
    keys:
      operator:
        algorithm: RS256
        key: "%s"
    """
        .formatted(
            server.getAddress().getPort(),
            pem("PUBLIC KEY", operator.getPublic().getEncoded()).replace("\n", "\\n"));
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends the OPA server alone. */
  void stopOpa() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stopOpa();
    server.stop(0);
    Rego.delete(folder);
  }
}
