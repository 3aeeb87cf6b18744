package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.gateway.embedded.Signal;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.decision.StockOpa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real OPA server with our rules as a bundle, on a port that stays the same. */
final class OpaServer implements AutoCloseable {
  private static final Path RULES =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego", "hefu");

  private final Path bundle;
  private final int port;
  private Process process;

  /**
   * Builds the bundle in a folder, as the rules that come with the program, and serves it; only
   * where an {@code opa} is at hand.
   */
  OpaServer(Path folder) throws IOException, InterruptedException {
    bundle = folder.resolve("bundle.tar.gz");
    build(RulesFile.shipped().revision());
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    process = serve();
  }

  private void build(String revision) throws IOException, InterruptedException {
    Process build =
        opa(
            "build",
            "--bundle",
            RULES.toString(),
            "--ignore=*_test.rego",
            "--revision=" + revision,
            "--output=" + bundle);
    assertEquals(0, build.waitFor());
  }

  /** Serves the same rules under another revision from now on. */
  void serveAs(String revision) throws IOException, InterruptedException {
    close();
    build(revision);
    process = serve();
  }

  /** What a gateway is told to have its decisions made here. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  void send(Signal signal) throws IOException {
    signal.to(List.of(process.toHandle()));
  }

  /** Serves again after it was killed. */
  void startAgain() throws IOException {
    process = serve();
  }

  private Process serve() throws IOException {
    return opa(
        "run",
        "--server",
        "--addr=127.0.0.1:" + port,
        "--log-level=error",
        "--bundle",
        bundle.toString());
  }

  private static Process opa(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(StockOpa.find().orElseThrow().toString());
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
