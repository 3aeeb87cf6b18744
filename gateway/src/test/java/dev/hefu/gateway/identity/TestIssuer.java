package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An identity provider of our own with locally made keys, which counts how often it is asked. */
final class TestIssuer implements AutoCloseable {
  static final String AUDIENCE = "hefu-gateway";

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile PrivateKeySet keys = PrivateKeySet.generate(KeyType.ES256);
  private volatile String discovery;
  private volatile String keySet;
  private volatile int status = 200;

  /** Closed while it hangs; who came meanwhile stands before it. */
  private volatile CountDownLatch answering = new CountDownLatch(0);

  /** One for each request that came while it hung. */
  private final Semaphore waiting = new Semaphore(0);

  TestIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/realms/hefu", this::answer);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    discovery = discovery(issuer().toString(), issuer() + "/certs");
    keySet = StrictJson.write(keys.toPublic().toJson());
  }

  URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realms/hefu");
  }

  static String discovery(String issuer, String keys) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, keys);
  }

  IdentitySettings settings() {
    return new IdentitySettings(
        issuer(), issuer(), AUDIENCE, URI.create("https://gateway.example"));
  }

  /** New keys; the old ones are withdrawn. */
  void rotate() {
    use(PrivateKeySet.generate(KeyType.ES256));
  }

  void use(PrivateKeySet other) {
    keys = other;
    keySet = StrictJson.write(other.toPublic().toJson());
  }

  void publish(String otherKeySet) {
    keySet = otherKeySet;
  }

  void discover(String otherDiscovery) {
    discovery = otherDiscovery;
  }

  void status(int other) {
    status = other;
  }

  /** Takes connections and requests from now on, and answers nothing. */
  void hang() {
    answering = new CountDownLatch(1);
  }

  /** Until one more waits for an answer that does not come. */
  void awaitWaiting() throws InterruptedException {
    waiting.acquire();
  }

  /** Answers again. */
  void goOn() {
    answering.countDown();
  }

  /** How often the key set was asked for. */
  int asked() {
    return asked.get();
  }

  PrivateKeySet keys() {
    return keys;
  }

  /** The claims of a good token of a participant, bound to this key, made at this time. */
  ObjectNode claims(Instant now, String jkt) {
    ObjectNode claims = StrictJson.newObject();
    claims.put("iss", issuer().toString()).put("aud", AUDIENCE).put("sub", "service-account");
    claims.put("iat", now.getEpochSecond()).put("exp", now.getEpochSecond() + 300);
    claims.put("client_id", "brand-one");
    claims.putObject("realm_access").putArray("roles").add("participant");
    claims.putObject("cnf").put("jkt", jkt);
    return claims;
  }

  String token(Instant now, String jkt, Consumer<ObjectNode> change) {
    ObjectNode claims = claims(now, jkt);
    change.accept(claims);
    return Signer.of(keys).jws("at+jwt", StrictJson.bytes(claims));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      if (answering.getCount() > 0) {
        waiting.release();
        answering.await();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    String path = exchange.getRequestURI().getPath();
    boolean isKeys = path.endsWith("/certs");
    if (isKeys) {
      asked.incrementAndGet();
    }
    byte[] body = (isKeys ? keySet : discovery).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
  }
}
