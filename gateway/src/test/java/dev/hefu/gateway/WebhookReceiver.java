package dev.hefu.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.client.webhook.WebhookKit;
import dev.hefu.client.webhook.WebhookReading;
import dev.hefu.gateway.TestNetwork.Partner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A participant's place for webhooks, on a port that stays the same: it takes what comes, or
 * misbehaves as receivers do, and remembers every delivery.
 */
final class WebhookReceiver implements AutoCloseable {
  /** Twice the longest pause that anything here has: a minute. */
  private static final int PATIENCE_SECONDS = 120;

  private final WebhookKit kit;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Delivered> arrived = new LinkedBlockingQueue<>();
  private final Queue<Delivered> all = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int port;
  private volatile @Nullable HttpServer server;
  private volatile Mode mode = Mode.TAKE;
  private volatile String location = "";

  /** How it treats what comes. */
  enum Mode {
    TAKE,
    /** Reads it and never answers. */
    HANG,
    /** Answers 500. */
    FAIL,
    /** Answers 307 and another place. */
    REDIRECT,
    /** Answers 200 and more than anybody reads. */
    FLOOD
  }

  /**
   * One delivery.
   *
   * @param id of the header {@code webhook-id}
   * @param reading what the kit makes of it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Delivered(String id, String signature, byte[] body, WebhookReading reading) {
    ReceivedWebhook told() {
      return reading instanceof WebhookReading.Told(ReceivedWebhook webhook)
          ? webhook
          : throwing(reading);
    }

    private static ReceivedWebhook throwing(WebhookReading reading) {
      throw new AssertionError("not told: " + reading);
    }
  }

  /** One that is this partner's, not yet registered. */
  WebhookReceiver(Partner partner, Gateway gateway) throws IOException {
    kit = new WebhookKit(partner.id(), gateway.publicKeys(), Clock.systemUTC());
    port = listen(0);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/hefu/webhooks");
  }

  void become(Mode next) {
    mode = next;
  }

  void redirectTo(URI other) {
    location = other.toString();
    mode = Mode.REDIRECT;
  }

  /** Nobody listens any more, and whoever is connected is cut off. */
  void die() {
    HttpServer dying = server;
    if (dying != null) {
      dying.stop(0);
      server = null;
    }
  }

  void comeBack() throws IOException {
    listen(port);
  }

  /** The next delivery, taken or not. */
  Delivered next() throws InterruptedException {
    Delivered next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was delivered within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  /** How often this webhook was delivered so far. */
  long times(UUID id) {
    return all.stream().filter(one -> one.id().equals(id.toString())).count();
  }

  /** How many deliveries there were so far. */
  int count() {
    return all.size();
  }

  private int listen(int on) throws IOException {
    HttpServer begun =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 512);
    begun.createContext("/", this::handle);
    begun.setExecutor(threads);
    begun.start();
    server = begun;
    return begun.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      Delivered one =
          new Delivered(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-signature"),
              body,
              kit.read(headers::getFirst, body));
      all.add(one);
      arrived.add(one);
      switch (mode) {
        case TAKE -> exchange.sendResponseHeaders(204, -1);
        case FAIL -> exchange.sendResponseHeaders(500, -1);
        case HANG -> hang();
        case REDIRECT -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(307, -1);
        }
        case FLOOD -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[1 << 20]);
        }
      }
    }
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    die();
    threads.shutdownNow();
  }
}
