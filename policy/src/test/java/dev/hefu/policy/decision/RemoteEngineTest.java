package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.hefu.policy.input.InputText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The rules in a real OPA server, and every way in which a server can fail to decide. */
class RemoteEngineTest {
  private static final OpaCall OPA = new PlainOpaCall();

  /** The machine of a test may be busy with others. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final InputText INPUT = Inputs.permitted().text();

  private static final Predicate<String> ANY = revision -> true;

  private static SignedBundles server(String revision) throws Exception {
    assumeTrue(Rego.opa().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    return SignedBundles.start(Rego.opa().orElseThrow(), revision);
  }

  /** The one case file, decided by both engines; the revision is the one the evidence names. */
  @Test
  void bothEnginesDecideEveryCaseAlike() throws Exception {
    try (SignedBundles bundles = server(Rego.digest());
        RemoteEngine remote = new RemoteEngine(bundles.url, OPA, ANY, PATIENT);
        EmbeddedEngine embedded = new EmbeddedEngine(1, PATIENT)) {
      List<DecisionCases.Case> cases = DecisionCases.read();
      assertTrue(cases.size() > 60, cases.size() + " cases");
      for (DecisionCases.Case each : cases) {
        Ruling ruling = remote.decide(each.input().text());
        DecisionCasesTest.check(each, ruling.decision());
        assertEquals(embedded.decide(each.input().text()), ruling, each.name());
      }
    }
  }

  @Test
  void onlyASignedBundleReplacesTheLastGoodOne() throws Exception {
    try (SignedBundles bundles = server("first");
        RemoteEngine engine = new RemoteEngine(bundles.url, OPA, ANY, PATIENT)) {
      assertEquals("first", engine.decide(INPUT).revision());
      bundles.publishForged("forged");
      holds(engine, "first", bundles);
      bundles.publishRubbish();
      holds(engine, "first", bundles);
      bundles.publish("second");
      SignedBundles.await(() -> engine.decide(INPUT).revision().equals("second"));
      assertInstanceOf(Decision.Permit.class, engine.decide(INPUT).decision());
    }
  }

  /**
   * Signed by the operator like any other: the server takes it, and only who knows which rules are
   * in force can tell. The control is an engine to which any rules are right.
   */
  @Test
  void anOlderBundleOrOneThatNobodyApprovedDecidesNothing() throws Exception {
    AtomicReference<String> inForce = new AtomicReference<>("first");
    try (SignedBundles bundles = server("first");
        RemoteEngine engine =
            new RemoteEngine(bundles.url, OPA, r -> r.equals(inForce.get()), PATIENT);
        RemoteEngine control = new RemoteEngine(bundles.url, OPA, ANY, PATIENT)) {
      SignedBundles.await(engine::ready);
      inForce.set("second");
      SignedBundles.await(() -> !engine.ready());
      assertUnavailable(engine.decide(INPUT));
      assertFalse(engine.breakGlass(INPUT).permit());
      bundles.publish("second");
      SignedBundles.await(engine::ready);
      assertEquals("second", engine.decide(INPUT).revision());
      for (String wrong : List.of("first", "approved by nobody")) {
        bundles.publish(wrong);
        SignedBundles.await(() -> control.decide(INPUT).revision().equals(wrong));
        assertInstanceOf(Decision.Permit.class, control.decide(INPUT).decision());
        Ruling ruling = engine.decide(INPUT);
        assertUnavailable(ruling);
        assertEquals("", ruling.revision());
        SignedBundles.await(() -> !engine.ready());
        bundles.publish("second");
        SignedBundles.await(engine::ready);
        assertInstanceOf(Decision.Permit.class, engine.decide(INPUT).decision());
      }
    }
  }

  /** A database that is away, a way out that is closed: what the engine rests on may throw. */
  @Test
  void aProbeThatFailsIsNotTheLastOne() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    AtomicBoolean away = new AtomicBoolean(true);
    OpaCall odd =
        (address, json, limit, maxBytes) -> {
          if (away.get()) {
            failures.incrementAndGet();
            throw new IllegalStateException("a bug");
          }
          return new OpaCall.Reply.Answered(200, PERMIT.getBytes(UTF_8));
        };
    try (RemoteEngine engine = new RemoteEngine(URI.create("http://opa"), odd, ANY, PATIENT)) {
      SignedBundles.await(() -> failures.get() > 1);
      assertFalse(engine.ready());
      away.set(false);
      SignedBundles.await(engine::ready);
      away.set(true);
      SignedBundles.await(() -> !engine.ready());
    }
  }

  private static final String PERMIT =
      """
      {"result":{"permit":true,"cells":[{"name":"a.b","mask":null}],"obligations":
      {"pseudonymise":true,"smallestGroup":20,"dataLifeDays":null,"approval":false}},
      "provenance":{"bundles":{"hefu":{"revision":"r"}}}}
      """;

  /** Until the server has seen what it must not take, and after that. */
  private static void holds(RemoteEngine engine, String revision, SignedBundles bundles) {
    long end = System.nanoTime() + PATIENT.toNanos();
    boolean judged;
    do {
      assertTrue(System.nanoTime() < end, "the server does not look");
      judged = bundles.isJudged();
      Ruling ruling = engine.decide(INPUT);
      assertEquals(revision, ruling.revision());
      assertInstanceOf(Decision.Permit.class, ruling.decision());
    } while (!judged);
  }

  @Test
  void aServerThatIsGoneIsNoDecisionAndNoReadiness() throws Exception {
    try (SignedBundles bundles = server("first");
        RemoteEngine engine = new RemoteEngine(bundles.url, OPA, ANY, PATIENT)) {
      SignedBundles.await(engine::ready);
      bundles.stopOpa();
      assertUnavailable(engine.decide(INPUT));
      SignedBundles.await(() -> !engine.ready());
    }
  }

  @Test
  void aServerThatHangsIsLeftAfterTheLimit() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          try (exchange) {
            end.await();
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          }
        });
    hanging.start();
    URI url = URI.create("http://127.0.0.1:" + hanging.getAddress().getPort());
    try (RemoteEngine engine = new RemoteEngine(url, OPA, ANY)) {
      long start = System.nanoTime();
      assertUnavailable(engine.decide(INPUT));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(taken.compareTo(EmbeddedEngine.LIMIT) >= 0, taken.toString());
      assertTrue(taken.compareTo(PATIENT) < 0, taken.toString());
      assertFalse(engine.ready());
    } finally {
      end.countDown();
      hanging.stop(0);
    }
  }

  @Test
  void onlyAWholeAnswerWithItsRevisionIsADecision() {
    String deny = "\"result\":{\"permit\":false,\"reasons\":[\"not-permitted\"]}";
    String one = "\"provenance\":{\"bundles\":{\"hefu\":{\"revision\":\"r\"}}}";
    assertEquals("r", read(200, "{" + deny + "," + one + "}").revision());
    assertInstanceOf(Decision.Deny.class, read(200, "{" + deny + "," + one + "}").decision());
    assertUnavailable(read(500, "{" + deny + "," + one + "}"));
    for (String body :
        List.of(
            "",
            "[]",
            "{" + deny + "}",
            "{" + deny + ",\"provenance\":{}}",
            "{" + deny + ",\"provenance\":{\"bundles\":{}}}",
            "{" + deny + ",\"provenance\":{\"bundles\":{\"hefu\":{}}}}",
            "{"
                + deny
                + ",\"provenance\":{\"bundles\":{\"a\":{\"revision\":\"r\"},"
                + "\"b\":{\"revision\":\"r\"}}}}",
            "{" + one + "}",
            "{\"result\":{\"permit\":\"yes\"}," + one + "}")) {
      assertUnavailable(read(200, body));
    }
  }

  private static Ruling read(int status, String body) {
    return RemoteEngine.ruling(RemoteEngine.read(status, body.getBytes(UTF_8)));
  }

  private static void assertUnavailable(Ruling ruling) {
    assertInstanceOf(Decision.Unavailable.class, ruling.decision(), ruling.toString());
  }
}
