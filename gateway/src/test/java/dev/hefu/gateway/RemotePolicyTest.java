package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.replay.PastDecisions;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.message.ExchangeAnswer;
import dev.hefu.schemas.message.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges decided by a real OPA server, which goes away and comes back. */
final class RemotePolicyTest {
  private static final String REVISION = "remote-test";
  private static final Path RULES =
      Path.of(System.getProperty("hefu.root", ".."), "policy", "src", "main", "rego", "hefu");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;

  @Test
  void whileTheServerIsAwayEverythingIsDeniedAndThenItGoesOn() throws Exception {
    assumeTrue(StockOpa.find().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    int port = freePort();
    Process opa = server(port);
    Map<Setting, String> settings =
        Map.of(Setting.POLICY_ENGINE, "remote", Setting.POLICY_URL, "http://127.0.0.1:" + port);
    try (TestNetwork network =
        new TestNetwork(query -> Map.of("payment.personal", card()), settings)) {
      Person person = network.person();
      network.consent(person);
      await(() -> ready(network) == 200);
      // The machine of a test may be busy: a decision that takes over 50 ms is a denial, and no
      // more.
      await(() -> ask(network, person) instanceof Answer.Success);
      assertEquals(REVISION, newestRevision(network));

      opa.destroyForcibly().waitFor();
      Problem problem = assertInstanceOf(Answer.Refused.class, ask(network, person)).problem();
      assertEquals(ErrorCode.POLICY_UNAVAILABLE, problem.code());
      assertNotNull(problem.evidence(), "a denial leaves a leaf");
      await(() -> ready(network) == 503);

      opa = server(port);
      await(() -> ready(network) == 200);
      await(() -> ask(network, person) instanceof Answer.Success);
    } finally {
      opa.destroyForcibly().waitFor();
    }
  }

  private static ObjectNode card() {
    ObjectNode personal = JsonNodeFactory.instance.objectNode();
    personal.putArray("preferredMethods").add("card");
    return personal;
  }

  private static Answer<ExchangeAnswer> ask(TestNetwork network, Person person) {
    return network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey());
  }

  private static int ready(TestNetwork network) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(network.gateway.url().resolve("/health/ready")).build();
    return network.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String newestRevision(TestNetwork network) throws Exception {
    try (Connection connection = network.database.getConnection()) {
      return new PastDecisions(connection).page(-1).getLast().revision();
    }
  }

  /** A server with the rules as a bundle of this revision. */
  private Process server(int port) throws IOException, InterruptedException {
    Path bundle = folder.resolve("bundle.tar.gz");
    if (!Files.exists(bundle)) {
      Process build =
          opa(
              "build",
              "--bundle",
              RULES.toString(),
              "--ignore=*_test.rego",
              "--revision=" + REVISION,
              "--output=" + bundle);
      assertEquals(0, build.waitFor());
    }
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

  /** Waits for what other processes do; there is no event to wait for. */
  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
