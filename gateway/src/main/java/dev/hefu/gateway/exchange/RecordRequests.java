package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PermittedCell;
import dev.hefu.schemas.dataset.RecordScope;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway sends a provider, signed: only values that the gateway made or that the schema
 * enumerates, and the provider's own id of the person. docs/formats/provider.md is the wire form.
 */
public final class RecordRequests {
  private static final String TYPE = "hefu-record-request+jws";

  private final Signer signer;

  public RecordRequests(Signer signer) {
    this.signer = signer;
  }

  String signed(Decided decided, Decision.Permit permit) {
    Asked asked = decided.asked();
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("exchange", decided.exchange().toString())
            .put("aud", asked.provider().id())
            .put("consumer", asked.consumer().id())
            .put("dataset", asked.dataset().name())
            .put("version", asked.dataset().version())
            .put("subject", Objects.requireNonNull(decided.candidate().person()).providerLocalId())
            .put("iat", asked.at().getEpochSecond());
    RecordScope scope = decided.scope();
    if (scope.dated()) {
      ObjectNode range = request.putObject("range");
      put(range, "from", scope.from());
      put(range, "until", scope.until());
    }
    scope.of(asked.dataset().name()).stream()
        .forEach(
            filter ->
                filter.values().forEach(request.withObject("/only").putArray(filter.field())::add));
    permit.cells().stream().map(PermittedCell::released).forEach(request.putArray("cells")::add);
    return signer.jws(TYPE, request.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ObjectNode range, String name, @Nullable LocalDate day) {
    if (day != null) {
      range.put(name, day.toString());
    }
  }
}
