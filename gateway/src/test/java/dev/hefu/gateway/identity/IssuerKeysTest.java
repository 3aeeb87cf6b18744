package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it gives others little time to answer")
final class IssuerKeysTest {
  private final TestClock clock = new TestClock();
  private final Door door = Door.alone(Reach.ofOperator(List.of()));
  private TestIssuer issuer;
  private IssuerKeys keys;

  @BeforeEach
  void start() throws Exception {
    issuer = new TestIssuer();
    keys = IssuerKeys.start(new KeySetRequest(issuer.settings(), door), clock);
  }

  @AfterEach
  void stop() {
    keys.close();
    door.close();
    issuer.close();
  }

  @Test
  void unknownKidsCauseOneRequestInFiveSecondsHoweverManyCome() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<IssuerKeys.Lookup>> storm = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        String kid = "unknown-" + i;
        storm.add(callers.submit(() -> keys.find(kid)));
      }
      for (Future<IssuerKeys.Lookup> one : storm) {
        assertInstanceOf(IssuerKeys.Lookup.Unknown.class, one.get());
      }
      assertEquals(1, issuer.asked());
      clock.advance(IssuerKeys.LEAST_PAUSE);
      List<Future<IssuerKeys.Lookup>> second = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        second.add(callers.submit(() -> keys.find("unknown")));
      }
      for (Future<IssuerKeys.Lookup> one : second) {
        assertInstanceOf(IssuerKeys.Lookup.Unknown.class, one.get());
      }
    }
    assertEquals(2, issuer.asked());
  }

  @Test
  void takesANewKeyAtOnceWhenItMayAskAndAWithdrawnOneNoMoreAfterTheNextRefresh() {
    PublicJwk old = signing();
    assertTrue(keys.present(old));
    issuer.rotate();
    PublicJwk now = signing();
    assertInstanceOf(IssuerKeys.Lookup.Unknown.class, keys.find(now.kid()));
    assertTrue(keys.present(old));
    clock.advance(IssuerKeys.LEAST_PAUSE);
    assertEquals(new IssuerKeys.Lookup.Found(now), keys.find(now.kid()));
    assertFalse(keys.present(old));
  }

  @Test
  void anotherKeyUnderTheSameIdIsAnotherKey() {
    PublicJwk old = signing();
    issuer.rotate();
    issuer.publish(
        StrictJson.write(issuer.keys().toPublic().toJson()).replace(signing().kid(), old.kid()));
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
    assertFalse(keys.present(old));
    assertInstanceOf(IssuerKeys.Lookup.Found.class, keys.find(old.kid()));
  }

  @Test
  void lastsTenMinutesWithoutTheIssuer() {
    PublicJwk key = signing();
    issuer.status(503);
    clock.advance(IssuerKeys.STALE_AFTER);
    keys.refresh();
    assertTrue(keys.present(key));
    clock.advance(Duration.ofSeconds(1));
    keys.refresh();
    assertFalse(keys.present(key));
    assertInstanceOf(IssuerKeys.Lookup.Unavailable.class, keys.find(key.kid()));
    issuer.status(200);
    clock.advance(IssuerKeys.LEAST_PAUSE);
    assertEquals(new IssuerKeys.Lookup.Found(key), keys.find(key.kid()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"x\"}]}",
        "{\"keys\":[]} x"
      })
  void keepsWhatItHasWhenTheKeySetIsNone(String poison) {
    PublicJwk key = signing();
    issuer.publish(poison);
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
    assertTrue(keys.present(key));
    assertEquals(2, issuer.asked());
  }

  @Test
  void refusesAKeySetWithAPrivateKeyOrTwoOfOneIdOrTooLarge() {
    PublicJwk key = signing();
    PrivateKeySet other = PrivateKeySet.generate(KeyType.ES256);
    String one = StrictJson.write(other.toPublic().keys().getFirst().toJson());
    publishAndRefresh(StrictJson.write(other.toJson(SecretAccess.granted())));
    publishAndRefresh("{\"keys\":[" + one + "," + one + "]}");
    publishAndRefresh("{\"keys\":[" + one + "],\"pad\":\"" + "x".repeat(64 * 1024) + "\"}");
    publishAndRefresh("{\"keys\":[" + (one + ",").repeat(16) + one + "]}");
    assertTrue(keys.present(key));
  }

  private void publishAndRefresh(String keySet) {
    issuer.publish(keySet);
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
  }

  @Test
  void leavesOutKeysThatItDoesNotTake() {
    String rsa = "{\"kty\":\"RSA\",\"kid\":\"rsa\",\"use\":\"sig\",\"n\":\"AQAB\",\"e\":\"AQAB\"}";
    PrivateKeySet sealing = PrivateKeySet.generate(KeyType.ECDH_P256);
    PublicJwk encryption = sealing.toPublic().keys().getFirst();
    publishAndRefresh("{\"keys\":[%s,%s]}".formatted(rsa, StrictJson.write(encryption.toJson())));
    assertInstanceOf(IssuerKeys.Lookup.Unknown.class, keys.find("rsa"));
    assertInstanceOf(IssuerKeys.Lookup.Unknown.class, keys.find(encryption.kid()));
  }

  @Test
  void believesNoDiscoveryOfAnotherIssuer() {
    PublicJwk key = signing();
    issuer.discover(TestIssuer.discovery("https://evil.example", issuer.issuer() + "/certs"));
    issuer.rotate();
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
    assertTrue(keys.present(key));
    assertEquals(1, issuer.asked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9/realms/hefu/certs",
        "http://evil.example/realms/hefu/certs",
        "https://user@evil.example:443/realms/hefu/certs?x#y"
      })
  void asksTheConfiguredHostAloneForKeys(String elsewhere) {
    issuer.discover(TestIssuer.discovery(issuer.issuer().toString(), elsewhere));
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
    assertEquals(2, issuer.asked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mailto:x@y", "::", "http://h//127.0.0.1:9/certs"})
  void keepsWhatItHasWhenDiscoveryNamesNoKeySet(String nowhere) {
    PublicJwk key = signing();
    issuer.discover(TestIssuer.discovery(issuer.issuer().toString(), nowhere));
    clock.advance(IssuerKeys.REFRESH);
    keys.refresh();
    assertTrue(keys.present(key));
  }

  @Test
  void startsWithoutTheIssuerAndFindsItLater() {
    issuer.status(503);
    try (IssuerKeys late = IssuerKeys.start(new KeySetRequest(issuer.settings(), door), clock)) {
      assertInstanceOf(IssuerKeys.Lookup.Unavailable.class, late.find(signing().kid()));
      issuer.status(200);
      clock.advance(IssuerKeys.LEAST_PAUSE);
      assertInstanceOf(IssuerKeys.Lookup.Found.class, late.find(signing().kid()));
    }
  }

  private PublicJwk signing() {
    return issuer.keys().toPublic().primary(KeyUse.SIGNATURE).orElseThrow();
  }
}
