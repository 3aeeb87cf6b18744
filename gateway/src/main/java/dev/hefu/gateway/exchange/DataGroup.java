package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PermittedCell;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * What a leaf says of the data: which dataset, which cells were released, how many records, which
 * envelope left.
 */
final class DataGroup {
  private DataGroup() {}

  static ObjectNode refused(Asked asked) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("dataset", asked.dataset().name())
        .put("version", asked.dataset().version());
  }

  static ObjectNode replayed(Asked asked, Decision.Permit permit) {
    return cells(refused(asked), permit.cells().stream().map(PermittedCell::released).toList());
  }

  static ObjectNode released(Asked asked, Projection.Minimised minimised, String envelope) {
    byte[] digest = Providers.sha256(envelope.getBytes(StandardCharsets.US_ASCII));
    return cells(refused(asked), minimised.cells())
        .put("records", minimised.records())
        .put("envelope", Base64Url.encode(digest));
  }

  private static ObjectNode cells(ObjectNode data, Collection<String> cells) {
    cells.forEach(data.putArray("cells")::add);
    return data;
  }
}
