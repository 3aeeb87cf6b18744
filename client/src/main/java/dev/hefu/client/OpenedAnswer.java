package dev.hefu.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What came of opening an answer. */
public sealed interface OpenedAnswer {
  /**
   * The answer is for this consumer and this request, the provider signed the cells, the gateway
   * the header, and the log contains the leaf that released it.
   *
   * @param consent the consumer's own reference of the consent
   * @param cells the released fields by the cell's name
   * @param obligations what the consumer must keep to
   * @param record the provider's signed record, to be kept as proof
   * @param index of the leaf
   * @param checkpoint the log's size and root that the proof leads to
   */
  record Verified(
      UUID exchange,
      String consent,
      String dataset,
      int version,
      Purpose purpose,
      Tier tier,
      Instant answeredAt,
      Map<String, ObjectNode> cells,
      ObjectNode obligations,
      String record,
      long index,
      Checkpoint checkpoint)
      implements OpenedAnswer {}

  /**
   * Something does not hold; nothing of the answer may be used.
   *
   * @param reason one sentence that names the first check that failed
   */
  record Rejected(String reason) implements OpenedAnswer {}
}
