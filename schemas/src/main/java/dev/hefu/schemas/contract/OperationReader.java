package dev.hefu.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the operations of an OpenAPI document. */
final class OperationReader {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;

  private OperationReader(JsonNode document) {
    this.document = document;
  }

  /** The operations by id, in the order of the document. */
  static Map<String, Operation> read(JsonNode document) {
    OperationReader reader = new OperationReader(document);
    Map<String, Operation> operations = new LinkedHashMap<>();
    document
        .required("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        item -> {
                          if (METHODS.contains(item.getKey())) {
                            Operation operation =
                                reader.operation(path.getKey(), item.getKey(), item.getValue());
                            operations.put(operation.id(), operation);
                          }
                        }));
    return Collections.unmodifiableMap(operations);
  }

  private Operation operation(String path, String method, JsonNode node) {
    JsonNode security = node.required("security");
    List<String> roles = new ArrayList<>();
    security.path(0).path("accessToken").forEach(role -> roles.add(role.textValue()));
    return new Operation(
        node.required("operationId").textValue(),
        method.toUpperCase(Locale.ROOT),
        path,
        security.isEmpty(),
        List.copyOf(roles),
        body(node.path("requestBody")),
        answers(node.required("responses")));
  }

  private static Operation.@Nullable Body body(JsonNode body) {
    if (body.isMissingNode()) {
      return null;
    }
    return new Operation.Body(
        body.path("required").booleanValue(),
        names(body.required("content")),
        body.required("x-max-bytes").intValue());
  }

  private Map<Integer, Set<String>> answers(JsonNode responses) {
    Map<Integer, Set<String>> answers = new LinkedHashMap<>();
    responses
        .properties()
        .forEach(
            response -> {
              JsonNode reference = response.getValue().path("$ref");
              JsonNode resolved =
                  reference.isTextual()
                      ? document.at(reference.textValue().substring(1))
                      : response.getValue();
              answers.put(Integer.valueOf(response.getKey()), names(resolved.path("content")));
            });
    return Collections.unmodifiableMap(answers);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return Collections.unmodifiableSet(names);
  }
}
