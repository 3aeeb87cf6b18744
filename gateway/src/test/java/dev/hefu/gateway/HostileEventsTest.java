package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bad events never stop a batch: each is listed with its reason, the rest goes through. */
final class HostileEventsTest {
  private static final String NDJSON = "application/x-ndjson";
  private static final String ARRAY = "application/cloudevents-batch+json";

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @Test
  void everyLineStandsForItself() throws Exception {
    List<String> lines =
        List.of(
            good("n1"),
            "\uFEFF" + good("n2"),
            good("n3") + "\r",
            "\r",
            "   ",
            good("n4").replace("\"quantity\":1", "\"quantity\":1,\"quantity\":2"),
            good("n5").replace("100", "1e400"),
            good("n6").replace("100", "1e2"),
            good("n7").replace("100", "[".repeat(3_000) + "]".repeat(3_000)),
            good("n8").replace("\"web\"", "\"" + "w".repeat(20_000) + "\""),
            good("n9").replace("100", "9".repeat(500)),
            "null",
            "[" + good("n10") + "]",
            good("n11").replace("web", "\\ud800"),
            good("n12"),
            good("n12"),
            good("n13").substring(0, 60));
    int before = rejected();
    List<String> results = results(NDJSON, String.join("\n", lines));
    assertEquals(
        List.of(
            "ACCEPTED agreement-unknown",
            "REJECTED malformed",
            "ACCEPTED agreement-unknown",
            "REJECTED malformed",
            "REJECTED malformed",
            "REJECTED malformed",
            "REJECTED malformed",
            "REJECTED too-large",
            "REJECTED malformed",
            "REJECTED malformed",
            "REJECTED malformed",
            "REJECTED malformed",
            "ACCEPTED agreement-unknown",
            "DUPLICATE ",
            "REJECTED malformed"),
        results);
    assertEquals(before + 11, rejected(), "each is on the list");
    HttpAnswer waiting = get("/v1/waiting-events?limit=2");
    assertEquals(2, json(waiting).path("items").size());
    String next = json(waiting).path("next").asText();
    HttpAnswer last = get("/v1/waiting-events?limit=9&cursor=" + next);
    assertTrue(json(last).path("items").size() >= 1);
  }

  @Test
  void everyElementStandsForItself() throws Exception {
    String batch =
        "["
            + String.join(
                ",",
                good("a1"),
                "5",
                "\"text\"",
                "null",
                "[[1]]",
                good("a2").replace("100", "[".repeat(3_000) + "]".repeat(3_000)),
                good("a3").replace("100", "9".repeat(5_000)),
                good("a4").replace("100", "1e400"),
                good("a5"))
            + "]";
    List<String> results = results(ARRAY, batch);
    assertEquals("ACCEPTED agreement-unknown", results.getFirst());
    assertEquals("ACCEPTED agreement-unknown", results.getLast());
    assertEquals(9, results.size());
    assertEquals(List.of("REJECTED malformed"), results.subList(1, 8).stream().distinct().toList());
    assertEquals(400, send(ARRAY, batch.substring(0, batch.length() - 1)).status());
    assertEquals(400, send(ARRAY, good("a6")).status());
  }

  /** What is wrong is told with its member. */
  @Test
  void theDetailNamesTheMember() throws Exception {
    HttpAnswer answer = send(NDJSON, good("d1").replace("\"quantity\":1", "\"quantity\":0"));
    JsonNode result = json(answer).get(0);
    assertEquals("/data/quantity is 0, not from 1 to 1000000.", result.path("detail").asText());
  }

  /** Over the limit of a body nothing of it is read; the gateway goes on. */
  @Test
  void aLineOfTenMegabytesIsRefused() throws Exception {
    String line = good("big").replace("\"web\"", "\"" + "w".repeat(10_000_000) + "\"");
    HttpAnswer answer = send(NDJSON, good("b1") + "\n" + line);
    assertTrue(answer.status() == 413 || answer.status() == 200, () -> "status " + answer.status());
    assertEquals(List.of("ACCEPTED agreement-unknown"), results(NDJSON, good("b2")));
  }

  private static List<String> results(String type, String body) throws Exception {
    HttpAnswer answer = send(type, body);
    assertEquals(200, answer.status());
    List<String> results = new ArrayList<>();
    int index = 0;
    for (JsonNode each : json(answer)) {
      assertEquals(index++, each.path("index").intValue());
      boolean bad = each.path("outcome").asText().equals("REJECTED");
      assertEquals(bad, each.has("detail"), each::toString);
      results.add(each.path("outcome").asText() + " " + each.path("reason").asText(""));
    }
    return results;
  }

  private static HttpAnswer send(String type, String body) {
    return network
        .market
        .calls()
        .send(
            "POST",
            "/v1/events",
            new HefuClient.Body(type, body.getBytes(StandardCharsets.UTF_8)),
            Map.of());
  }

  private static int rejected() throws Exception {
    return json(get("/v1/waiting-events?outcome=rejected&limit=1000")).path("items").size();
  }

  private static HttpAnswer get(String path) {
    return network.market.calls().send("GET", path, null, Map.of());
  }

  private static JsonNode json(HttpAnswer answer) throws JsonProcessingException {
    return new ObjectMapper().readTree(answer.text());
  }

  /** Paid just now, of no agreement. */
  private static String good(String id) {
    String seller = network.market.id();
    return """
    {"specversion":"1.0","type":"order.line.paid","source":"/participants/%s","id":"%s",\
    "time":"%s","data":{"order":{"owner":"%s","id":"o-%s"},"line":"1","currency":"CNY",\
    "priceMinor":100,"quantity":1,"channel":"web"}}\
    """
        .formatted(seller, id, Instant.now().truncatedTo(ChronoUnit.SECONDS), seller, id);
  }
}
