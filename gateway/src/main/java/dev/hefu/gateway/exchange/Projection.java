package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.RecordCheck;
import dev.hefu.crypto.RecordHeader;
import dev.hefu.crypto.SignedRecord;
import dev.hefu.crypto.Verifier;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.PermittedCell;
import dev.hefu.schemas.dataset.CellCheck;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.dataset.RecordScope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stays of a provider's record: the permitted cells, and of these only such as are exactly
 * what the registered schema describes. The provider's signature still verifies over what is left.
 */
sealed interface Projection {
  /** The record with the permitted cells alone. */
  record Minimised(String record, List<String> cells) implements Projection {}

  /** The record is not the provider's for this exchange. */
  record Refused(String detail) implements Projection {}

  /** Verifies and minimises a record as it came. */
  static Projection of(String text, Decided decided, Decision.Permit permit) {
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
              ? minimised(record, decided, permit)
              : new Refused("the record is of another provider or dataset than was asked for");
    };
  }

  private static boolean isAsked(RecordHeader header, Asked asked) {
    Dataset dataset = asked.dataset();
    return header.issuer().equals(asked.provider().id())
        && header.dataset().equals(dataset.name())
        && header.version().equals(Integer.toString(dataset.version()));
  }

  private static Minimised minimised(SignedRecord record, Decided decided, Decision.Permit permit) {
    Dataset dataset = decided.asked().dataset();
    Set<String> kept = new LinkedHashSet<>();
    Map<String, ObjectNode> cells = record.cells();
    for (PermittedCell permitted : permit.cells()) {
      ObjectNode fields = cells.get(permitted.name());
      if (fields != null
          && isAsRegistered(dataset, permitted.name(), fields)
          && isCovered(dataset, decided.scope(), permitted.name(), fields)) {
        kept.add(permitted.name());
      }
    }
    return new Minimised(record.project(kept).text(), List.copyOf(kept));
  }

  private static boolean isAsRegistered(Dataset dataset, String cell, ObjectNode fields) {
    CellCheck check = dataset.validateCell(cell, fields);
    if (!check.clean()) {
      LOG.warn(
          "{}: cell {} left out, unknown {}, faults {}",
          dataset,
          cell,
          check.dropped(),
          check.faults().size());
    }
    return check.clean();
  }

  private static boolean isCovered(
      Dataset dataset, RecordScope scope, String cell, ObjectNode fields) {
    boolean covered = dataset.covers(scope, fields);
    if (!covered) {
      LOG.warn("{}: cell {} left out, it holds records that were not asked for", dataset, cell);
    }
    return covered;
  }

  /** Alarms on what a provider sent beyond its schema; it names members, never values. */
  Logger LOG = LoggerFactory.getLogger(Projection.class);
}
