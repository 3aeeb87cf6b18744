package dev.hefu.gateway.demo.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpHandler;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Every byte that one participant gets: answers to its calls, and what it is asked as provider. */
public final class Recording {
  private static final int FIRST_ERROR = 300;

  private static final String FIGURES = "POST /v1/figures";

  /** Those whom a provider is asked to count; each is a person of their own. */
  private static final String COUNTED = "subjects";

  private final Recordings all;
  private final String participant;
  private final Opener opener;

  Recording(Recordings all, String participant, Opener opener) {
    this.all = all;
    this.participant = participant;
    this.opener = opener;
  }

  /** A client whose answers are recorded. */
  public HttpClient client(HttpClient http) {
    return new ObservedClient(http, this::answer);
  }

  /** An endpoint whose requests are recorded. */
  public HttpHandler endpoint(HttpHandler endpoint) {
    return new RecordedEndpoint(endpoint, this);
  }

  private void answer(HttpRequest request, HttpResponse<?> answer) {
    if (answer.body() instanceof byte[] body) {
      String call = request.method() + " " + request.uri().getRawPath();
      answer(call, SentBody.of(request), answer.statusCode(), answer.headers().map(), body);
    }
  }

  /**
   * Records an answer with its headers; an envelope in it is opened.
   *
   * @param call its method and path
   * @param sent its body
   */
  public void answer(
      String call, String sent, int status, Map<String, List<String>> headers, byte[] body) {
    JsonNode json = StrictJson.parse(body).orElse(MissingNode.getInstance());
    String exchange = json.path("exchange").asText("");
    boolean released = status < FIRST_ERROR;
    boolean aboutOne = released && !call.equals(FIGURES);
    boolean aboutPersons = released && call.startsWith("GET /v1/consents");
    add(new Passage(exchange.isEmpty() ? call : sent, headers.toString(), exchange, false));
    if (json.isMissingNode()) {
      add(new Passage(call, text(body), "", aboutPersons));
    } else if (exchange.isEmpty()) {
      Passage.of(sent, json, aboutPersons).forEach(this::add);
    } else {
      add(new Passage(sent, json.toString(), exchange, aboutOne));
      opener
          .open(json.path("envelope").asText(""))
          .ifPresent(opened -> add(new Passage(sent, text(opened), exchange, aboutOne)));
    }
  }

  /**
   * Records what the participant was asked as a provider.
   *
   * @param body a JWS whose claims name the exchange and one person, or all who are counted
   */
  public void question(Map<String, List<String>> headers, byte[] body) {
    String jws = text(body);
    JsonNode claims =
        Base64Url.decode(jws.substring(jws.indexOf('.') + 1, jws.lastIndexOf('.')))
            .flatMap(StrictJson::parse)
            .orElse(MissingNode.getInstance());
    String exchange = claims.path("exchange").asText("");
    if (claims.path(COUNTED) instanceof ArrayNode counted) {
      counted.forEach(person -> add(new Passage("", person.asText(), "", true)));
      ObjectNode rest = claims.deepCopy();
      add(new Passage("", headers + "\n" + rest.without(COUNTED), exchange, false));
    } else {
      add(new Passage("", headers + "\n" + jws, exchange, true));
    }
  }

  private void add(Passage passage) {
    all.add(participant, passage);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
