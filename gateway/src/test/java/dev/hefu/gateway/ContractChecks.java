package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.message.Problem;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds every answer of a gateway against the contract, and remembers what succeeded. */
final class ContractChecks {
  private static final Contract CONTRACT = Contract.load();
  private static final int FIRST_FAILURE = 300;

  private final Set<String> succeeded = ConcurrentHashMap.newKeySet();

  /** The operations that answered 2xx. */
  Set<String> succeeded() {
    return Set.copyOf(succeeded);
  }

  /** Fails if the contract does not document this very answer. */
  void see(HttpRequest request, HttpResponse<?> answer) {
    String path = request.uri().getPath();
    if (!(answer.body() instanceof byte[] body) || path.startsWith("/realms/")) {
      return;
    }
    String type = mediaType(answer);
    JsonNode json = type != null && type.endsWith("json") ? StrictJson.trusted(body) : null;
    Optional<Operation> operation = operation(request.method(), path);
    if (operation.isEmpty()) {
      // A page of the console, or a path that is not there.
      assertEquals(
          List.of(),
          Problem.MEDIA_TYPE.equals(type) && json != null
              ? CONTRACT.schema("Problem", json)
              : List.of(),
          path);
      return;
    }
    String id = operation.get().id();
    assertEquals(
        List.of(), CONTRACT.answer(id, answer.statusCode(), type, json), () -> id + ": " + json);
    // Only the log is for everybody: nobody in between keeps what is one caller's (ASVS 14.3.2).
    String keeping = answer.headers().firstValue("cache-control").orElse("not said");
    assertTrue(keeping.equals("no-store") || path.startsWith("/log/"), id + ": " + keeping);
    if (answer.statusCode() < FIRST_FAILURE) {
      succeeded.add(id);
    }
  }

  private static @Nullable String mediaType(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("content-type")
        .map(type -> type.split(";", 2)[0].strip())
        .orElse(null);
  }

  private static Optional<Operation> operation(String method, String path) {
    return CONTRACT.operations().stream()
        .filter(each -> each.method().equals(method) && path.matches(pattern(each.path())))
        .min((one, other) -> Integer.compare(parameters(one), parameters(other)));
  }

  private static String pattern(String template) {
    return template.replaceAll("\\{[^}]+}", template.startsWith("/log/") ? ".+" : "[^/]+");
  }

  private static int parameters(Operation operation) {
    return operation.path().split("\\{", -1).length;
  }
}
