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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
  static Projection of(String text, Asked asked, Decision.Permit permit, UUID exchange) {
    RecordCheck check =
        SignedRecord.verifyWithVariants(
            text, Verifier.of(asked.provider().keys()), asked.consumer().id(), exchange.toString());
    return switch (check) {
      case RecordCheck.Invalid(String reason) -> new Refused(reason);
      case RecordCheck.Valid(SignedRecord record) ->
          isAsked(record.header(), asked)
              ? minimised(record, asked.dataset(), permit)
              : new Refused("the record is of another provider or dataset than was asked for");
    };
  }

  private static boolean isAsked(RecordHeader header, Asked asked) {
    Dataset dataset = asked.dataset();
    return header.issuer().equals(asked.provider().id())
        && header.dataset().equals(dataset.name())
        && header.version().equals(Integer.toString(dataset.version()));
  }

  private static Minimised minimised(SignedRecord record, Dataset dataset, Decision.Permit permit) {
    Set<String> kept = new LinkedHashSet<>();
    Map<String, ObjectNode> cells = record.cells();
    for (PermittedCell permitted : permit.cells()) {
      ObjectNode fields = cells.get(permitted.name());
      if (fields != null && isAsRegistered(dataset, permitted.name(), fields)) {
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

  /** Alarms on what a provider sent beyond its schema; it names members, never values. */
  Logger LOG = LoggerFactory.getLogger(Projection.class);
}
