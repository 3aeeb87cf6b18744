package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.crypto.Signer;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.decision.StockOpa;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.PolicyDraft;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes whose rules are those of an OPA server: it decides by whichever bundle it has, and the
 * log says whether that counts.
 */
final class RemoteRulesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SHIPPED = RulesFile.shipped().revision();

  private static final AtomicInteger FETCHED = new AtomicInteger();

  @TempDir private static Path folder;

  private static OpaServer opa;
  private static TestNetwork network;
  private static List<URI> nodes;
  private static Person person;

  private static Map<String, ObjectNode> profile(RecordQuery query) {
    FETCHED.incrementAndGet();
    return TestNetwork.card(query);
  }

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(StockOpa.find().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    opa = new OpaServer(folder);
    network =
        new TestNetwork(
            RemoteRulesTest::profile,
            Map.of(Setting.POLICY_ENGINE, "remote", Setting.POLICY_URL, opa.url()));
    nodes = List.of(network.gateway.url(), network.anotherNode().url());
    person = network.person();
    network.consent(person);
  }

  @AfterAll
  static void stop() throws Exception {
    if (network != null) {
      network.close();
    }
    if (opa != null) {
      opa.close();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not happen within " + PATIENCE);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static boolean isReady(URI node) {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(node + "/health/ready")).build();
    try {
      return network.http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Answer<ExchangeAnswer> ask(URI node) {
    HefuClient calls = network.calls(network.market.tokens(), node);
    return new PartnerClient(calls, Signer.of(network.market.keys()))
        .exchange(network.request(person), PartnerClient.newIdempotencyKey());
  }

  /** The rules that an answer rests on, as its leaf says. */
  private static String policy(Evidence evidence) {
    return evidence.disclosures().stream()
        .map(text -> StrictJson.trusted(Base64.getUrlDecoder().decode(text)))
        .filter(triple -> triple.path(1).asText().equals("decision"))
        .map(triple -> triple.path(2).path("policy").asText())
        .findFirst()
        .orElseThrow();
  }

  /** As soon as the server is up, without a restart of any node. */
  private static void decide(String revision) {
    for (URI node : nodes) {
      await(() -> isReady(node));
      assertEquals(revision, policy(ask(node).orThrow().evidence()));
    }
  }

  /** Refused with a leaf that names no rules, before the provider is asked. */
  private static void nothingIsDecided() {
    nodes.forEach(node -> await(() -> !isReady(node)));
    int before = FETCHED.get();
    for (URI node : nodes) {
      Problem problem = assertInstanceOf(Answer.Refused.class, ask(node)).problem();
      assertEquals(ErrorCode.POLICY_UNAVAILABLE, problem.code());
      assertNotNull(problem.evidence());
      assertEquals("", policy(problem.evidence()));
    }
    assertEquals(before, FETCHED.get(), "the provider was asked by rules that are not in force");
  }

  /** Officers approve other rules; which those are is all that matters here. */
  private static String approved() throws Exception {
    HefuClient proposer = network.officer();
    String rule = "reasons contains \"not-permitted\" if input.dataset == \"remote/1\"";
    Motion motion =
        proposer
            .post(
                "/v1/policies",
                new PolicyDraft(RegoBundles.with(rule), "a test of rules", null),
                Motion.class)
            .orThrow();
    for (int i = 0; i < 2; i++) {
      network
          .officer()
          .post(
              "/v1/motions/" + motion.id() + "/approvals",
              new MotionApproval(motion.digest()),
              Motion.class)
          .orThrow();
    }
    return motion.matter().required("revision").textValue();
  }

  @Test
  void aServersRulesDecideAsLongAsTheLogSaysSo() throws Exception {
    decide(SHIPPED);
    String second = approved();
    assertEquals(SHIPPED, policy(ask(nodes.getLast()).orThrow().evidence()), "within its seconds");
    nothingIsDecided();
    opa.serveAs(second);
    decide(second);
    for (String wrong : List.of(SHIPPED, "approved-by-nobody")) {
      opa.serveAs(wrong);
      nothingIsDecided();
    }
    opa.serveAs(second);
    decide(second);
  }

  /** A node that believes whatever its server is asked: the commit still refuses, too late. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheLookTheProviderIsAsked(@TempDir Path classes) throws Exception {
    Mutant credulous =
        Mutant.of(classes, "Gateway.java", "new KnownRevision(database)", "revision -> true");
    opa.serveAs("approved-by-nobody");
    try (NodeProcess node = credulous.node(network)) {
      await(() -> isReady(node.url()));
      int before = FETCHED.get();
      Problem problem = assertInstanceOf(Answer.Refused.class, ask(node.url())).problem();
      assertEquals(ErrorCode.POLICY_UNAVAILABLE, problem.code());
      assertNotEquals(before, FETCHED.get());
    } finally {
      opa.serveAs(SHIPPED);
    }
  }

  /** And one whose commit asks nothing of the rules gives the data. */
  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithoutTheCommitsLookDataIsGiven(@TempDir Path classes) throws Exception {
    Mutant.of(classes, "Gateway.java", "new KnownRevision(database)", "revision -> true");
    Mutant blind =
        Mutant.of(classes, "exchange/Decided.java", "            ruling.revision(),\n", "null,");
    opa.serveAs("approved-by-nobody");
    try (NodeProcess node = blind.node(network)) {
      await(() -> isReady(node.url()));
      assertEquals("approved-by-nobody", policy(ask(node.url()).orThrow().evidence()));
    } finally {
      opa.serveAs(SHIPPED);
    }
  }
}
