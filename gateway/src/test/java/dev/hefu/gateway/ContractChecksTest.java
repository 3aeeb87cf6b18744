package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.hefu.gateway.demo.recording.ObservedClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control: a server that answers otherwise than the contract says is noticed. */
final class ContractChecksTest {
  private final ContractChecks checks = new ContractChecks();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/health/live      | 200 | application/json         | {'status':'unheard of'}",
        "/health/live      | 200 | text/plain               | up",
        "/health/live      | 404 | application/problem+json | {}",
        "/v1/keys          | 200 | application/json         | {}",
        "/v1/datasets      | 400 | application/problem+json | {'title':'no code'}",
        "/v1/not-there     | 404 | application/problem+json | {}"
      })
  void noticesWhatTheContractDoesNotSay(String path, int status, String type, String body)
      throws Exception {
    assertThrows(AssertionError.class, () -> ask(path, status, type, body));
    assertEquals(Set.of(), checks.succeeded());
  }

  @Test
  void remembersWhatSucceeded() throws Exception {
    ask("/log/tile/entries/x001/234.p/5", 200, "application/octet-stream", "leaves");
    assertEquals(Set.of("readEntries"), checks.succeeded());
  }

  private void ask(String path, int status, String type, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try (HttpClient http = new ObservedClient(HttpClient.newHttpClient(), checks::see)) {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
      http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    } finally {
      server.stop(0);
    }
  }
}
