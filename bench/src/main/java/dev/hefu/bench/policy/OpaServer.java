package dev.hefu.bench.policy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A stock {@code opa run --server} with our rules, asked over one kept-alive connection. */
final class OpaServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  private OpaServer(Process process, int port) {
    this.process = process;
    this.url = URI.create("http://127.0.0.1:" + port);
  }

  /** Starts one with the rules of this folder and waits until it answers. */
  static OpaServer start(Path opa, Path rules) throws IOException, InterruptedException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                opa.toString(),
                "run",
                "--server",
                "--addr=127.0.0.1:" + port,
                "--log-level=error",
                "--ignore=*_test.rego",
                rules.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    OpaServer server = new OpaServer(process, port);
    long end = System.nanoTime() + START.toNanos();
    while (!server.isUp()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        server.close();
        throw new IOException("the opa server did not start");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return server;
  }

  private boolean isUp() throws InterruptedException {
    try {
      HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).build();
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The decision on this input, as the server prints it. */
  String decide(String input) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/v1/data/hefu/exchange/decision"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"input\":" + input + "}"))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    http.close();
    process.destroy();
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
