package dev.hefu.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.token.ProofKey;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One question over HTTP, altered in whatever way a case says, and what came of it. */
final class ConsentQuestion {
  /** The gateway asks to repeat where it cannot tell yet; more often than this it never does. */
  private static final int ATTEMPTS = 6;

  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;

  private final ConsentWorld world;
  private final Map<String, Object> ask;
  private final Map<String, String> names;
  private final TokenSource person;
  private final String key;

  /**
   * @param names what the case's words stand for: ids and references
   * @param person the tokens of the person themselves
   * @param key idempotency key of the question
   */
  ConsentQuestion(
      ConsentWorld world,
      Map<String, Object> ask,
      Map<String, String> names,
      TokenSource person,
      String key) {
    this.world = world;
    this.ask = ask;
    this.names = names;
    this.person = person;
    this.key = key;
  }

  /**
   * What came back.
   *
   * @param code {@code PERMIT} or the problem's code
   * @param cells what was released
   */
  record Outcome(String code, List<String> cells) {}

  Outcome send() throws IOException, InterruptedException {
    byte[] bytes = bytes(body());
    HttpResponse<String> answer = send(bytes);
    for (int i = 1; i < ATTEMPTS && answer.statusCode() == UNAVAILABLE; i++) {
      answer = send(bytes);
    }
    JsonNode json = StrictJson.trusted(answer.body().getBytes(StandardCharsets.UTF_8));
    return answer.statusCode() == OK
        ? new Outcome("PERMIT", cells(json))
        : new Outcome(json.path("code").asText("no code: " + json), List.of());
  }

  /** The cells of the record inside the envelope, which is the same whenever it is given again. */
  private List<String> cells(JsonNode answer) {
    byte[] opened =
        Opener.of(world.network.market.keys())
            .open(answer.path("envelope").asText())
            .orElseThrow(() -> new IllegalStateException("the envelope does not open"));
    RecordCheck check =
        SignedRecord.verify(
            StrictJson.trusted(opened).path("record").asText(),
            Verifier.of(world.partner(word("of", "wallet")).keys().toPublic()),
            world.network.market.id(),
            answer.path("exchange").asText());
    return switch (check) {
      case RecordCheck.Valid(SignedRecord record) -> record.cellNames().stream().sorted().toList();
      case RecordCheck.Invalid(String reason) -> List.of(reason);
    };
  }

  private String word(String name, String usual) {
    return String.valueOf(ask.getOrDefault(name, usual));
  }

  private Partner asking() {
    return world.partner(word("by", "market"));
  }

  private ObjectNode body() {
    String of = word("of", "wallet");
    String subject = word("subject", asking() == world.network.market ? "at market" : "nobody");
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("provider", of.startsWith("no-such") ? of : world.partner(of).id())
            .put("dataset", word("dataset", TestNetwork.DATASET))
            .put("version", Integer.parseInt(word("version", "1")))
            .put("purpose", word("purpose", "recommendation"))
            .put("tier", word("tier", "PSEUDONYMOUS"))
            .put("subject", names.getOrDefault(subject, "c-nobody"));
    if (ask.containsKey("cite")) {
      String cite = word("cite", "");
      body.put("consent", names.getOrDefault("cite " + cite, cite));
    }
    return body;
  }

  private byte[] bytes(ObjectNode body) {
    String json = body.toString();
    String altered =
        switch (word("body", "")) {
          case "" -> json;
          case "broken" -> json.substring(1);
          case "twice" -> json.replaceFirst("\\{", "{\"tier\":\"IDENTIFIED\",");
          case "unknown member" -> json.replaceFirst("\\{", "{\"all\":true,");
          case "no subject" -> json.replaceFirst(",\"subject\":\"[^\"]*\"", "");
          default -> throw new IllegalArgumentException(word("body", ""));
        };
    return altered.getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(byte[] body) throws IOException, InterruptedException {
    TokenSource tokens =
        switch (word("token", "")) {
          case "person's" -> person;
          case "operator's" -> world.network.operatorTokens;
          default -> asking().tokens();
        };
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(world.network.gateway.url() + "/v1/exchanges"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!word("key", "").equals("none")) {
      request.header("Idempotency-Key", key);
    }
    authorize(request, tokens);
    HttpResponse<String> answer = exchange(request);
    return word("proof", "").equals("used") ? exchange(request) : answer;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return world.network.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void authorize(HttpRequest.Builder request, TokenSource tokens) {
    String token = tokens.token();
    String scheme = "DPoP ";
    @Nullable String sent =
        switch (word("token", "")) {
          case "none" -> null;
          case "invented" -> "abc.def.ghi";
          case "altered" -> altered(token);
          case "rival's" -> world.rival.tokens().token();
          default -> token;
        };
    if (word("token", "").equals("bearer")) {
      scheme = "Bearer ";
    }
    if (sent != null) {
      request.header("Authorization", scheme + sent);
    }
    String proof = proof(tokens.key(), sent == null ? token : sent);
    if (proof != null) {
      request.header("DPoP", proof);
    }
  }

  private @Nullable String proof(ProofKey holder, String token) {
    URI url = URI.create(world.network.gateway.url() + "/v1/exchanges");
    Instant now = Instant.now();
    return switch (word("proof", "")) {
      case "none" -> null;
      case "altered" -> altered(holder.proof("POST", url, token, now));
      case "of another key" -> ProofKey.generate().proof("POST", url, token, now);
      case "for GET" -> holder.proof("GET", url, token, now);
      case "for another address" -> holder.proof("POST", url.resolve("/v1/events"), token, now);
      case "for another token" -> holder.proof("POST", url, token + "x", now);
      case "-15 min" -> holder.proof("POST", url, token, now.minus(Duration.ofMinutes(15)));
      case "+15 min" -> holder.proof("POST", url, token, now.plus(Duration.ofMinutes(15)));
      case "used", "" -> holder.proof("POST", url, token, now);
      default -> throw new IllegalArgumentException(word("proof", ""));
    };
  }

  /** The same with another first character of its signature. */
  private static String altered(String jws) {
    int signature = jws.lastIndexOf('.') + 1;
    char other = jws.charAt(signature) == 'A' ? 'B' : 'A';
    return jws.substring(0, signature) + other + jws.substring(signature + 1);
  }

  static String newKey() {
    return PartnerClient.newIdempotencyKey();
  }
}
