package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.person.ConsentGrant;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no client of ours would send: each has one whole answer, and none is a fault. */
final class OddRequestsTest {
  /** Much longer than any answer here takes; who waits longer was not answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Many times what is taken, and more than the buffers between. */
  private static final int MOST_SENT = 64 << 20;

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/http/odd-requests.csv",
      delimiter = ';',
      useHeadersInDisplayName = true,
      maxCharsPerColumn = 1_000)
  void oneWholeAnswer(String name, String request, int status, String code) throws IOException {
    String answer = sent(bytes(request));
    assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
    if (code != null) {
      JsonNode problem =
          StrictJson.trusted(
              answer
                  .substring(answer.indexOf("\r\n\r\n") + 4)
                  .getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(code, problem.path("code").textValue(), answer);
      assertEquals(status, ErrorCode.of(code).orElseThrow().status());
    }
    assertTrue(!answer.contains("\r\nSet-Cookie:x"), answer);
  }

  /** Who waits for leave to send a body is told to go on (RFC 9110, 10.1.1). */
  @Test
  void aBodyThatWaitsForLeaveIsAskedFor() throws IOException {
    try (Socket socket = connected()) {
      write(
          socket,
          "POST /v1/exchanges HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2"
              + "\r\nConnection: close\r\n\r\n");
      byte[] leave = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", new String(leave, StandardCharsets.ISO_8859_1));
      write(socket, "{}");
      assertTrue(read(socket).startsWith("HTTP/1.1 415 "));
    }
  }

  /** Whoever asks for leave to send too much is told at once, and is not waited for. */
  @Test
  void aBodyThatIsTooLongIsRefusedBeforeItIsSent() throws IOException {
    try (Socket socket = connected()) {
      write(
          socket,
          "POST /v1/exchanges HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Expect: 100-continue\r\n"
              + "Content-Length: 99999999\r\n\r\n");
      String answer = read(socket);
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.endsWith("}"), answer);
    }
  }

  /** A sender that never stops is refused as soon as it has sent too much, and cut off. */
  @ParameterizedTest
  @CsvSource({"/v1/exchanges, 413, too-large", "/health/live, 405, method-not-allowed"})
  void whoNeverStopsSendingIsCutOff(String path, int status, String code) throws IOException {
    try (Socket socket = connected()) {
      write(
          socket,
          "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(path));
      String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
      assertThrows(
          IOException.class,
          () -> {
            for (int sent = 0; sent < MOST_SENT; sent += chunk.length()) {
              write(socket, chunk);
            }
          });
    }
    String answer = sent(bytes("POST %s HTTP/1.1|Content-Length: 99999999".formatted(path)));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains('"' + code + '"'), answer);
  }

  /**
   * A length beside chunked: whoever read it on the way may have seen two requests (RFC 9112, 6.1).
   */
  @Test
  void afterTwoFramingsNothingIsReadFromTheConnection() throws IOException {
    try (Socket socket = connected()) {
      write(
          socket,
          "POST /v1/exchanges HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\n{}\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      String answer = read(socket);
      assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
      assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlTwoHostsThatNobodyLooksAtAreNoticed(@TempDir Path folder) throws Exception {
    Mutant blind =
        Mutant.of(
            folder,
            "http/Incoming.java",
            "request.headers().getAll(\"host\").size() > 1",
            "request.headers().getAll(\"host\").size() > 9");
    try (NodeProcess node = blind.node(network);
        Socket socket = connected(node.url())) {
      write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n");
      assertTrue(read(socket).startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "hefu.controls", matches = "true")
  void controlALengthThatNobodyLooksAtIsWaitedFor(@TempDir Path folder) throws Exception {
    Mutant patient =
        Mutant.of(
            folder,
            "http/Incoming.java",
            "declared(request) > limit",
            "declared(request) > Integer.MAX_VALUE");
    try (NodeProcess node = patient.node(network);
        Socket socket = connected(node.url())) {
      write(
          socket,
          "POST /v1/exchanges HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999"
              + "\r\nConnection: close\r\n\r\n");
      assertThrows(SocketTimeoutException.class, () -> read(socket));
    }
  }

  /** By a caller who may call: what a parameter may not be, as the contract says. */
  @ParameterizedTest
  @CsvSource({
    "/v1/consents?cursor=%20, invalid-request",
    "/v1/consents?limit=0, invalid-request",
    "/v1/consents?limit=1.0, invalid-request",
    "/v1/consents?role=owner, invalid-request",
    "/v1/datasets?provider=MARKET, invalid-request",
    "/v1/statements?period=2001-13, invalid-request",
    "/v1/notices/data-sharing?version=0, invalid-request",
    "/v1/notices/data-sharing?language=EN, invalid-request",
    "/v1/participants/%00, not-found",
    "/v1/participants/MARKET, not-found",
    "/v1/participants/m%D0%B0rket, not-found",
    "/v1/notices/%00, not-found",
    "/v1/consents/%00/receipt, not-found",
    "/v1/consents/%ED%A0%80/receipt, not-found",
  })
  void parametersAreWhatTheContractSays(String path, String code) {
    HttpAnswer answer = network.market.calls().send("GET", path, null, Map.of());
    JsonNode problem = StrictJson.trusted(answer.body());
    assertEquals(code, problem.path("code").textValue(), answer::text);
    assertEquals(ErrorCode.of(code).orElseThrow().status(), answer.status());
  }

  /** What a consumer asks persons for; a link to what nobody could grant would help nobody. */
  @ParameterizedTest
  @CsvSource({
    "validUntil, 2026-01-01T00:00:00Z, validUntil: not after",
    "validUntil, 9999-12-31T00:00:00Z, validUntil: more than 366 days after",
    "validFrom, 9998-12-31T00:00:00Z, validUntil",
    "notice, purpose-marketing, notice: purpose-marketing says what a purpose means",
  })
  void whatNobodyCouldGrantIsNotAskedFor(String member, String value, String detail) {
    ObjectNode asked = (ObjectNode) MessageCodec.tree(network.grant(ConsentGrant.Mode.PERIODIC));
    if (member.equals("notice")) {
      asked.withObject("/notice").put("id", value);
    } else {
      asked.put(member, value);
    }
    HttpAnswer answer =
        network
            .market
            .calls()
            .send(
                "POST",
                "/v1/consent-requests",
                new HefuClient.Body("application/json", MessageCodec.bytes(asked)),
                Map.of());
    assertEquals(400, answer.status(), answer::text);
    assertTrue(
        StrictJson.trusted(answer.body()).path("detail").textValue().startsWith(detail),
        answer::text);
  }

  private static byte[] bytes(String request) {
    String[] parts = request.split("\\|\\|", 2);
    String[] head = parts[0].split("\\|", 2);
    String whole =
        head[0]
            + (head[0].contains("HTTP/") ? "\r\nHost: x" : "")
            + (head.length > 1 ? "\r\n" + head[1].replace("|", "\r\n") : "")
            + "\r\nConnection: close\r\n\r\n"
            + (parts.length > 1 ? parts[1] : "");
    return whole
        .replace("~", "\0")
        .replace("{long}", "a".repeat(5_000))
        .replace("{huge}", "a".repeat(20_000))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String sent(byte[] request) throws IOException {
    try (Socket socket = connected()) {
      socket.getOutputStream().write(request);
      return read(socket);
    }
  }

  private static Socket connected() throws IOException {
    return connected(network.gateway.url());
  }

  private static Socket connected(URI url) throws IOException {
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
