package dev.hefu.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP contract: {@code openapi.json}, read once, with every request body and answer compiled
 * to a check. Safe for use by many threads.
 */
public final class Contract {
  private static final String RESOURCE = "/openapi.json";
  private static final String JSON = "application/json";

  private final byte[] text;
  private final JsonNode document;
  private final SchemaChecks checks;
  private final Map<String, Operation> operations;
  private final Map<String, Schema> requests = new HashMap<>();
  private final Map<String, ParameterChecks> parameters = new HashMap<>();

  private Contract(byte[] text) {
    this.text = text;
    this.document = StrictJson.trusted(text);
    this.checks = new SchemaChecks(document);
    this.operations = OperationReader.read(document);
    for (Operation operation : operations.values()) {
      parameters.put(operation.id(), new ParameterChecks(checks, document, node(operation)));
      JsonNode schema =
          node(operation).path("requestBody").path("content").path(JSON).path("schema");
      if (!schema.isMissingNode()) {
        requests.put(operation.id(), checks.compile(schema));
      }
    }
  }

  /** Loads the contract that this library was built with. */
  public static Contract load() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new Contract(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as it is served. */
  public byte[] text() {
    return text.clone();
  }

  /** The document as a tree; not to be changed. */
  public JsonNode document() {
    return document;
  }

  /** Every operation, in the order of the document. */
  public Collection<Operation> operations() {
    return operations.values();
  }

  /**
   * The operation of this {@code operationId}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Operation operation(String id) {
    Operation operation = operations.get(id);
    if (operation == null) {
      throw new IllegalArgumentException("no operation " + id);
    }
    return operation;
  }

  /**
   * Checks the JSON body of a request and reads it as its record. An optional body that is left out
   * is an empty object to the schema's eyes and is not checked.
   *
   * @param type the record, or {@code JsonNode} for the tree itself
   * @throws IllegalArgumentException if the operation is unknown or takes no JSON
   */
  public <T> ContractCheck<T> request(String id, byte[] body, Class<T> type) {
    Schema schema = requests.get(id);
    Operation.Body limits = operation(id).body();
    if (schema == null || limits == null) {
      throw new IllegalArgumentException(id + " takes no JSON");
    }
    return switch (StrictJson.read(body, limits.maxBytes())) {
      case JsonReading.Refused refused ->
          new ContractCheck.Invalid<>(refused.code(), refused.detail(), List.of());
      case JsonReading.Value(JsonNode json) -> check(schema, json, type);
    };
  }

  /** As {@link #request(String, byte[], Class)}, without a record. */
  public ContractCheck<JsonNode> request(String id, byte[] body) {
    return request(id, body, JsonNode.class);
  }

  private static <T> ContractCheck<T> check(Schema schema, JsonNode json, Class<T> type) {
    List<Violation> violations = SchemaChecks.violations(schema, json);
    if (!violations.isEmpty()) {
      return invalid(violations);
    }
    try {
      T message = type == JsonNode.class ? type.cast(json) : MessageCodec.request(json, type);
      return new ContractCheck.Valid<>(message, json);
    } catch (IllegalArgumentException e) {
      return invalid(List.of(new Violation("", String.valueOf(e.getMessage()))));
    }
  }

  private static <T> ContractCheck<T> invalid(List<Violation> violations) {
    Violation first = violations.getFirst();
    String place = first.pointer().isEmpty() ? "" : " (at " + first.pointer() + ")";
    return new ContractCheck.Invalid<>(
        ErrorCode.INVALID_REQUEST, first.message() + place, violations);
  }

  /**
   * What is wrong with the value of a parameter of the path or the query; empty if nothing is, or
   * the operation knows no such parameter.
   */
  public Optional<String> parameterFault(String id, String name, String value) {
    ParameterChecks known = parameters.get(id);
    return known == null ? Optional.empty() : known.fault(name, value);
  }

  /**
   * Checks an answer; for tests, which hold what the gateway answers against the contract.
   *
   * @param mediaType without parameters; null if there is no body
   * @param body the JSON body; null if there is no body or it is not JSON
   * @return the faults; empty if the contract documents this very answer
   */
  public List<Violation> answer(
      String id, int status, @Nullable String mediaType, @Nullable JsonNode body) {
    JsonNode response =
        resolve(node(operation(id)).path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      return List.of(new Violation("", id + " documents no answer " + status));
    }
    JsonNode content = response.path("content");
    if (mediaType == null) {
      return content.isMissingNode()
          ? List.of()
          : List.of(new Violation("", id + " documents a body for " + status));
    }
    JsonNode schema = content.path(mediaType).path("schema");
    if (schema.isMissingNode()) {
      return List.of(new Violation("", id + " " + status + " documents no " + mediaType));
    }
    return body == null ? List.of() : SchemaChecks.violations(checks.compile(schema), body);
  }

  /** Checks a value against a named schema of the document; for tests. */
  public List<Violation> schema(String name, JsonNode value) {
    JsonNode reference =
        JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    return SchemaChecks.violations(checks.compile(reference), value);
  }

  private JsonNode node(Operation operation) {
    return document
        .required("paths")
        .required(operation.path())
        .required(operation.method().toLowerCase(Locale.ROOT));
  }

  private JsonNode resolve(JsonNode response) {
    JsonNode reference = response.path("$ref");
    return reference.isTextual() ? document.at(reference.textValue().substring(1)) : response;
  }
}
