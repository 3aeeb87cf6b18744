package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PermittedCell;
import dev.hefu.schemas.dataset.CellCheck;
import dev.hefu.schemas.dataset.Dataset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stays of a provider's record: the permitted cells, each in the one variant that is due, and
 * of these only such as are exactly what the registered schema describes. The provider's signature
 * still verifies over what is left.
 */
sealed interface Projection {
  /**
   * The record with the permitted cells alone.
   *
   * @param cells the names they are released by, a masked one with its mask
   * @param records how many records it counts as: the objects in its lists, and one if it has none
   */
  record Minimised(String record, List<String> cells, int records) implements Projection {}

  /** The record is not the provider's for this exchange. */
  record Refused(String detail) implements Projection {}

  /** Verifies and minimises a record as it came; what was sent beyond it raises the alarm. */
  static Projection of(String text, Decided decided, Decision.Permit permit, SchemaAlarm alarm) {
    Asked asked = decided.asked();
    RecordCheck check =
        SignedRecord.verifyWithVariants(
            text,
            Verifier.of(asked.provider().keys()),
            asked.consumer().id(),
            decided.exchange().toString());
    return switch (check) {
      case RecordCheck.Invalid(String reason) -> new Refused(reason);
      case RecordCheck.Valid(SignedRecord record) ->
          isAsked(record.header(), asked)
              ? minimised(record, decided, permit, alarm)
              : new Refused("the record is of another provider or dataset than was asked for");
    };
  }

  private static boolean isAsked(RecordHeader header, Asked asked) {
    Dataset dataset = asked.dataset();
    return header.issuer().equals(asked.provider().id())
        && header.dataset().equals(dataset.name())
        && header.version().equals(Integer.toString(dataset.version()));
  }

  /** Rebuilt from what is permitted, never by taking away from what came. */
  private static Minimised minimised(
      SignedRecord record, Decided decided, Decision.Permit permit, SchemaAlarm alarm) {
    Asked asked = decided.asked();
    Set<String> kept = new LinkedHashSet<>();
    Map<String, ObjectNode> sent = record.cells();
    int records = 0;
    for (PermittedCell permitted : permit.cells()) {
      String variant = permitted.released();
      ObjectNode fields = sent.remove(variant);
      if (fields != null && asked.dataset().hasVariant(variant)) {
        CellCheck check = asked.dataset().validateCell(variant, fields);
        if (!check.clean()) {
          alarm.strays(asked, variant, check);
        } else if (!asked.dataset().covers(decided.scope(), fields)) {
          alarm.outside(asked, variant);
        } else {
          kept.add(variant);
          records += Dataset.records(fields);
        }
      }
    }
    if (!sent.isEmpty()) {
      alarm.unasked(asked, sent.size());
    }
    return new Minimised(record.project(kept).text(), List.copyOf(kept), Math.max(1, records));
  }
}
