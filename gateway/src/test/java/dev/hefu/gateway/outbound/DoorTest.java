package dev.hefu.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a door does with names, addresses and peers of every kind: 127.0.0.1 is the one address that
 * may be called, 127.0.0.2 stands for all that must not be.
 */
@Isolated("it needs a port that nobody takes")
final class DoorTest {
  private static final String NAME = "provider.example";
  private static final InetAddress GOOD = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress INSIDE = InetAddress.ofLiteral("127.0.0.2");
  private static final Reach REACH =
      Reach.ofParticipants(List.of(AddressRange.parse("127.0.0.1/32")));
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int MAX_BYTES = 1_000;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void stop() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  private Door door(NameLookup lookup) {
    Door door =
        Door.alone(
            name -> {
              lookups.incrementAndGet();
              return lookup.addresses(name);
            },
            REACH,
            null);
    parts.push(door);
    return door;
  }

  private static OutboundRequest get(String host, int port, Duration timeout) {
    return OutboundRequest.get(
        URI.create("http://" + host + ":" + port + "/x?y=1"), timeout, MAX_BYTES);
  }

  /** Two servers on one port: the one that may be called, and the one that must not be. */
  private final class Twins {
    final AtomicInteger good = new AtomicInteger();
    final AtomicInteger inside = new AtomicInteger();
    final CompletableFuture<String> host = new CompletableFuture<>();
    final int port;

    Twins(int status, String location) throws IOException {
      HttpServer first = serve(GOOD, 0, good, status, location);
      port = first.getAddress().getPort();
      serve(INSIDE, port, inside, 200, "");
    }

    private HttpServer serve(
        InetAddress address, int where, AtomicInteger asked, int status, String location)
        throws IOException {
      HttpServer server = HttpServer.create(new InetSocketAddress(address, where), 0);
      server.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            host.complete(exchange.getRequestHeaders().getFirst("Host"));
            if (!location.isEmpty()) {
              exchange.getResponseHeaders().add("Location", location.replace("PORT", "" + port));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      parts.push(() -> server.stop(0));
      return server;
    }
  }

  /** A name that means one thing when it is checked and another when it is used. */
  private static NameLookup rebinding() {
    AtomicInteger asked = new AtomicInteger();
    return name -> new InetAddress[] {asked.getAndIncrement() == 0 ? GOOD : INSIDE};
  }

  @Test
  void aNameThatChangesItsMeaningLeadsToTheCheckedAddress() throws Exception {
    Twins twins = new Twins(200, "");
    Door door = door(rebinding());
    assertInstanceOf(OutboundAnswer.Answered.class, door.send(get(NAME, twins.port, PATIENT)));
    assertEquals(1, lookups.get(), "a name is resolved once");
    assertEquals(NAME + ":" + twins.port, twins.host.get(), "the peer sees the name");
    assertInstanceOf(OutboundAnswer.Refused.class, door.send(get(NAME, twins.port, PATIENT)));
    assertEquals(1, twins.good.get());
    assertEquals(0, twins.inside.get());
  }

  /** Checks, and then connects by name, as a client does that resolves for itself. */
  @Test
  void controlAClientThatResolvesAgainIsLedInside() throws Exception {
    Twins twins = new Twins(200, "");
    NameLookup lookup = rebinding();
    assertTrue(REACH.refusal(lookup.addresses(NAME)[0], false).isEmpty(), "the check passes");
    InetAddress used = lookup.addresses(NAME)[0];
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = URI.create("http://" + used.getHostAddress() + ":" + twins.port);
      client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
    }
    assertEquals(1, twins.inside.get(), "the test would not notice rebinding");
  }

  @Test
  void oneBadAddressAmongGoodOnesIsEnough() throws Exception {
    Twins twins = new Twins(200, "");
    Door door = door(name -> new InetAddress[] {GOOD, INSIDE});
    assertInstanceOf(OutboundAnswer.Refused.class, door.send(get(NAME, twins.port, PATIENT)));
    assertEquals(0, twins.good.get() + twins.inside.get());
  }

  @Test
  void aRedirectIsAnAnswerAndLeadsNowhere() throws Exception {
    Twins twins = new Twins(302, "http://127.0.0.2:PORT/secrets");
    Door door = door(name -> new InetAddress[] {GOOD});
    OutboundAnswer.Answered answer =
        assertInstanceOf(OutboundAnswer.Answered.class, door.send(get(NAME, twins.port, PATIENT)));
    assertEquals(302, answer.status());
    assertEquals(0, twins.inside.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "http://0x7f.0.0.2/",
        "http://2130706434/",
        "http://127.2/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "mailto:x@y",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:2147483647/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1@evil.example/"
      })
  void anAddressThatIsSpelledOddlyLeadsNowhere(String address) {
    Door door =
        door(
            name -> {
              throw new UnknownHostException(name);
            });
    OutboundRequest request = OutboundRequest.get(URI.create(address), PATIENT, MAX_BYTES);
    assertInstanceOf(OutboundAnswer.Refused.class, door.send(request));
  }

  @Test
  void anUnknownOrEmptyNameIsRefused() {
    Door unknown =
        door(
            name -> {
              throw new UnknownHostException(name);
            });
    assertInstanceOf(OutboundAnswer.Refused.class, unknown.send(get(NAME, 80, PATIENT)));
    Door empty = door(name -> new InetAddress[0]);
    assertInstanceOf(OutboundAnswer.Refused.class, empty.send(get(NAME, 80, PATIENT)));
  }

  @Test
  void aNameWhoseServersHangHoldsUpNoOther() throws Exception {
    Twins twins = new Twins(200, "");
    CountDownLatch end = new CountDownLatch(1);
    parts.push(end::countDown);
    Door door =
        door(
            name -> {
              if (name.startsWith("hanging")) {
                awaitQuietly(end);
              }
              return new InetAddress[] {GOOD};
            });
    for (int i = 0; i < Names.THREADS - 1; i++) {
      OutboundAnswer answer = door.send(get("hanging-" + i % 3, twins.port, SHORT.dividedBy(10)));
      assertInstanceOf(OutboundAnswer.Refused.class, answer);
    }
    assertInstanceOf(OutboundAnswer.Answered.class, door.send(get(NAME, twins.port, PATIENT)));
    assertEquals(4, lookups.get(), "a name is asked for by one thread at a time");
  }

  private static void awaitQuietly(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** A peer that says this and then goes on as long as it is let; tells when it was cut off. */
  private CompletableFuture<Boolean> peer(ServerSocket listening, String begin, boolean drip) {
    CompletableFuture<Boolean> cut = new CompletableFuture<>();
    parts.push(listening);
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(begin.getBytes(UTF_8));
                while (drip) {
                  socket.getOutputStream().write('x');
                  socket.getOutputStream().flush();
                }
                // The request is read to its end; what follows is the end of the connection.
                while (socket.getInputStream().read() != -1) {
                  cut.isDone();
                }
                cut.complete(true);
              } catch (IOException reset) {
                cut.complete(true);
              }
            });
    return cut;
  }

  @Test
  void aPeerThatSaysNothingIsLateAndCutOff() throws Exception {
    ServerSocket listening = new ServerSocket(0, 1, GOOD);
    CompletableFuture<Boolean> cut = peer(listening, "", false);
    Door door = door(name -> new InetAddress[] {GOOD});
    assertInstanceOf(
        OutboundAnswer.Late.class, door.send(get(NAME, listening.getLocalPort(), SHORT)));
    assertTrue(cut.get());
  }

  @Test
  void aBodyWithoutEndIsTooLargeAndCutOff() throws Exception {
    ServerSocket listening = new ServerSocket(0, 1, GOOD);
    CompletableFuture<Boolean> cut = peer(listening, "HTTP/1.1 200 OK\r\n\r\n", true);
    Door door = door(name -> new InetAddress[] {GOOD});
    assertInstanceOf(
        OutboundAnswer.TooLarge.class, door.send(get(NAME, listening.getLocalPort(), PATIENT)));
    assertTrue(cut.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MAX_BYTES, MAX_BYTES + 1})
  void aBodyIsTakenUpToTheLimitAndNotOneByteMore(int size) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(GOOD, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
          exchange.getResponseBody().write(new byte[size]);
          exchange.close();
        });
    server.start();
    parts.push(() -> server.stop(0));
    OutboundAnswer answer =
        door(name -> new InetAddress[] {GOOD})
            .send(get(NAME, server.getAddress().getPort(), PATIENT));
    if (size > MAX_BYTES) {
      assertInstanceOf(OutboundAnswer.TooLarge.class, answer);
    } else {
      OutboundAnswer.Answered whole = assertInstanceOf(OutboundAnswer.Answered.class, answer);
      assertEquals(size, whole.body().length);
      assertEquals("text/plain", whole.mediaType().orElseThrow());
    }
  }

  @Test
  void nobodyListeningIsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, GOOD)) {
      port = free.getLocalPort();
    }
    assertInstanceOf(
        OutboundAnswer.Unreachable.class,
        door(name -> new InetAddress[] {GOOD}).send(get(NAME, port, PATIENT)));
  }
}
