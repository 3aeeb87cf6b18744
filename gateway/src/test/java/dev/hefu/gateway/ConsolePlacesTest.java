package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.gateway.embedded.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A crowd before the console while the realm in which persons sign in stands still: each page that
 * begins a sign-in waits for it.
 */
@Isolated("it takes all places")
final class ConsolePlacesTest {
  /** The console's own limit, docs/OPERATIONS.md. */
  private static final int PLACES = 128;

  /** Enough that a slow machine has more of them waiting at one moment than there are places. */
  private static final int CROWD = 6 * PLACES;

  private static final int REFUSED = 503;
  private static final int GIVEN_UP = 502;
  private static final int SENT_ON = 303;

  private static Relay realm;
  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    realm = new Relay(SharedKeycloak.server().issuer().getPort());
    network =
        new TestNetwork(
            TestNetwork::card,
            Map.of(Setting.IDENTITY_URL, "http://127.0.0.1:" + realm.port() + "/realms/hefu"));
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
    realm.close();
  }

  private static HttpRequest signIn(URI node) {
    return HttpRequest.newBuilder(node.resolve("/console/sign-in")).build();
  }

  /** How each of a crowd is answered, all at one moment. */
  private static List<Integer> crowd(URI node) {
    List<CompletableFuture<HttpResponse<Void>>> asked = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      asked.add(network.http.sendAsync(signIn(node), HttpResponse.BodyHandlers.discarding()));
    }
    return asked.stream().map(each -> each.join().statusCode()).toList();
  }

  private static int status(URI node) throws Exception {
    return network.http.send(signIn(node), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void whoFindsNoPlaceIsRefusedAtOnceAndTheNextIsServed() throws Exception {
    URI node = network.gateway.url();
    assertEquals(SENT_ON, status(node));
    realm.become(Relay.Mode.HANG);
    List<Integer> told = crowd(node);
    realm.become(Relay.Mode.PASS);
    long refused = told.stream().filter(status -> status == REFUSED).count();
    long waited = told.stream().filter(status -> status == GIVEN_UP).count();
    assertEquals(CROWD, refused + waited, told.toString());
    assertTrue(waited >= PLACES, waited + " found a place");
    assertTrue(refused > 0, "nobody was refused");
    assertEquals(SENT_ON, status(node), "no place was lost");
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlWithPlacesForAllNobodyIsRefused(@TempDir Path folder) throws Exception {
    Mutant roomy =
        Mutant.of(folder, "console/Console.java", "int PLACES = 128", "int PLACES = 9999");
    try (NodeProcess node = roomy.node(network)) {
      realm.become(Relay.Mode.HANG);
      List<Integer> told = crowd(node.url());
      assertTrue(
          told.stream().noneMatch(status -> status == REFUSED),
          "the test would not notice that there is no limit");
    } finally {
      realm.become(Relay.Mode.PASS);
    }
  }
}
