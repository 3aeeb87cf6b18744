package dev.hefu.client.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.dataset.RecordScope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The provider's side of a figure ({@code docs/formats/figures.md}): verifies that the gateway
 * asks, looks up those whom it may count in the provider's own data, and signs how many have which
 * values. Safe for use by many threads.
 */
public final class CountKit {
  /** Path below the participant's endpoint. */
  public static final String PATH = "/hefu/v1/counts";

  /** Media type of answers. */
  public static final String ANSWER_TYPE = "application/jose";

  /** The {@code typ} of requests. */
  public static final String JWS_TYPE = "hefu-count-request+jws";

  /** The {@code typ} of answers. */
  public static final String ANSWER_JWS_TYPE = "hefu-counts+jws";

  /** A request names at most 10,000 persons by ids of at most 128 characters. */
  public static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

  private static final int MAX_PERSONS = 10_000;
  private static final int MAX_FIELDS = 2;

  private final String provider;
  private final Signer signer;
  private final RecordSource source;
  private final GatewayRequests requests;

  /**
   * @param provider the participant's own id
   * @param signer of its registered key
   * @param gateway with the gateway's public keys
   * @param source asked once for each person who is counted
   */
  public CountKit(
      String provider, Signer signer, Verifier gateway, RecordSource source, Clock clock) {
    this.provider = provider;
    this.signer = signer;
    this.source = source;
    this.requests = new GatewayRequests(JWS_TYPE, MAX_REQUEST_BYTES, provider, gateway, clock);
  }

  /** One field to count by. */
  private record Field(String cell, String name, @Nullable Mask mask) {}

  /** Answers one request of the gateway. */
  public ProviderReply reply(byte[] request) {
    return requests.reply(request, (accepted, now) -> read(accepted));
  }

  private Supplier<String> read(GatewayRequest.Accepted accepted) {
    List<Field> fields = fields(accepted.claims().path("by"));
    List<RecordQuery> queries =
        queries(accepted, fields.stream().map(Field::cell).distinct().toList());
    return () -> counts(accepted, fields, queries);
  }

  /** Those without any value are not told: they are what is left of all. */
  private String counts(
      GatewayRequest.Accepted accepted, List<Field> fields, List<RecordQuery> queries) {
    Map<List<String>, Integer> persons = new LinkedHashMap<>();
    for (RecordQuery query : queries) {
      Map<String, ObjectNode> cells = source.cells(query);
      List<String> values = new ArrayList<>();
      fields.forEach(field -> values.add(value(cells.get(field.cell()), field).orElse(NONE)));
      persons.merge(values, 1, Integer::sum);
    }
    persons.remove(fields.stream().map(field -> NONE).toList());
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", provider)
            .put("nonce", accepted.exchange().toString());
    ArrayNode counts = answer.putArray("counts");
    persons.forEach(
        (values, number) -> {
          ObjectNode count = counts.addObject();
          ArrayNode told = count.putArray("values");
          values.forEach(value -> told.add(value.equals(NONE) ? null : value));
          count.put("persons", number);
        });
    return signer.jws(ANSWER_JWS_TYPE, answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Stands for no value while counting; no value that a schema lists is empty. */
  private static final String NONE = "";

  private static Optional<String> value(@Nullable ObjectNode cell, Field field) {
    if (cell == null || !cell.has(field.name())) {
      return Optional.empty();
    }
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    plain.set(field.name(), cell.get(field.name()));
    Mask mask = field.mask();
    ObjectNode released = mask == null ? plain : mask.masked(plain);
    return Optional.ofNullable(released.path(field.name()).textValue());
  }

  private static List<Field> fields(JsonNode by) {
    if (!by.isArray() || by.isEmpty() || by.size() > MAX_FIELDS) {
      throw new IllegalArgumentException("by names 1 to " + MAX_FIELDS + " fields");
    }
    List<Field> fields = new ArrayList<>();
    for (JsonNode one : by) {
      JsonNode word = one.path("mask");
      Optional<Mask> mask = Mask.of(word.asText());
      if (!word.isMissingNode() && mask.isEmpty()) {
        throw new IllegalArgumentException("a mask that is not known is asked for");
      }
      fields.add(
          new Field(
              GatewayRequest.text(one, "cell"),
              GatewayRequest.text(one, "field"),
              mask.orElse(null)));
    }
    return fields;
  }

  private static List<RecordQuery> queries(GatewayRequest.Accepted accepted, List<String> cells) {
    JsonNode claims = accepted.claims();
    JsonNode subjects = claims.path("subjects");
    if (!subjects.isArray() || subjects.isEmpty() || subjects.size() > MAX_PERSONS) {
      throw new IllegalArgumentException("subjects names 1 to " + MAX_PERSONS + " persons");
    }
    String consumer = GatewayRequest.text(claims, "consumer");
    String dataset = GatewayRequest.text(claims, "dataset");
    int version = GatewayRequest.version(claims);
    List<RecordQuery> queries = new ArrayList<>();
    for (JsonNode subject : subjects) {
      if (!subject.isTextual()) {
        throw new IllegalArgumentException("a subject is no text");
      }
      queries.add(
          new RecordQuery(
              accepted.exchange(),
              consumer,
              dataset,
              version,
              subject.textValue(),
              cells,
              RecordScope.ALL,
              accepted.askedAt()));
    }
    return queries;
  }
}
