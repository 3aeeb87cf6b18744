package dev.hefu.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real HTTP server on loopback that records what it is sent. */
public final class TestServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /** One request as it came. */
  public record Received(String method, URI url, Map<String, List<String>> headers, byte[] body) {
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The fields of a form. */
    public Map<String, String> form() {
      Map<String, String> fields = new HashMap<>();
      for (String field : text().split("&", -1)) {
        String[] pair = URLDecoder.decode(field, StandardCharsets.UTF_8).split("=", 2);
        fields.put(pair[0], pair[pair.length - 1]);
      }
      return fields;
    }
  }

  /** What the server says; a status of 0 breaks the connection. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply json(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    public static Reply html(String body) {
      return new Reply(200, Map.of("Content-Type", "text/html"), body);
    }
  }

  public TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public HttpServer server() {
    return server;
  }

  /** All requests so far, in their order. */
  public List<Received> received() {
    return received;
  }

  /** Serves a path and all below it. */
  public void on(String path, Function<Received, Reply> handler) {
    server.createContext(path, exchange -> serve(exchange, handler));
  }

  private void serve(HttpExchange exchange, Function<Received, Reply> handler) throws IOException {
    try (exchange) {
      Received request =
          new Received(
              exchange.getRequestMethod(),
              url().resolve(exchange.getRequestURI()),
              Map.copyOf(exchange.getRequestHeaders()),
              exchange.getRequestBody().readAllBytes());
      received.add(request);
      Reply reply = handler.apply(request);
      if (reply.status() == 0) {
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
