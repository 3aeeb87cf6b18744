package dev.hefu.gateway.operation;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.message.PublishedKeys;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Health, readiness, metrics, the keys and the contract itself. */
final class ServiceEndpoints {
  private final Contract contract;
  private final PublishedKeys keys;
  private final PrometheusMeterRegistry metrics;
  private final Map<String, BooleanSupplier> parts;

  /**
   * @param parts what must work before the node is ready, by name
   */
  ServiceEndpoints(
      Contract contract,
      PublishedKeys keys,
      PrometheusMeterRegistry metrics,
      Map<String, BooleanSupplier> parts) {
    this.contract = contract;
    this.keys = keys;
    this.metrics = metrics;
    this.parts = parts;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "live",
        call -> Answer.ok(Map.of("status", "UP")),
        "ready",
        this::ready,
        "metrics",
        this::metrics,
        "readKeys",
        call -> Answer.ok(keys),
        "contract",
        call -> Answer.of("application/json", contract.text()));
  }

  private Answer ready(Call call) {
    boolean up = parts.values().stream().allMatch(BooleanSupplier::getAsBoolean);
    return Answer.json(up ? 200 : 503, Map.of("status", up ? "UP" : "DOWN"));
  }

  private Answer metrics(Call call) {
    return Answer.of("text/plain", metrics.scrape().getBytes(StandardCharsets.UTF_8));
  }
}
