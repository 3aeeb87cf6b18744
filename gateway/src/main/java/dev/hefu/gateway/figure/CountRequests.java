package dev.hefu.gateway.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.schemas.dataset.Axis;
import dev.hefu.schemas.dataset.Mask;
import java.nio.charset.StandardCharsets;

/**
 * What the gateway sends a provider to count, signed: the provider's own ids of those who may be
 * counted, and names of the schema. docs/formats/figures.md is the wire form.
 */
public final class CountRequests {
  private static final String TYPE = "hefu-count-request+jws";

  private final Signer signer;

  public CountRequests(Signer signer) {
    this.signer = signer;
  }

  String signed(DecidedFigure decided) {
    AskedFigure asked = decided.asked();
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("exchange", decided.exchange().toString())
            .put("aud", asked.provider().id())
            .put("consumer", asked.consumer().id())
            .put("dataset", asked.dataset().name())
            .put("version", asked.dataset().version())
            .put("iat", asked.at().getEpochSecond());
    ArrayNode by = request.putArray("by");
    for (Axis axis : asked.axes()) {
      ObjectNode field = by.addObject().put("cell", axis.cell().name()).put("field", axis.field());
      Mask mask = axis.mask();
      if (mask != null) {
        field.put("mask", mask.code());
      }
    }
    // Sorted: their order must not tell in which they came to the gateway.
    decided.people().stream()
        .map(person -> person.providerLocalId().get())
        .sorted()
        .forEach(request.putArray("subjects")::add);
    return signer.jws(TYPE, request.toString().getBytes(StandardCharsets.UTF_8));
  }
}
