package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hefu.gateway.jooq.tables.records.DisclosureRecord;
import dev.hefu.schemas.StrictJson;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as its groups tell it.
 *
 * @param index of its leaf
 * @param legal the facts of {@link Group#LEGAL}; missing where the leaf has none, as the rest
 */
public record PastExchange(
    long index,
    UUID exchange,
    Instant at,
    String outcome,
    JsonNode parties,
    JsonNode legal,
    JsonNode decision,
    JsonNode data,
    JsonNode subject) {

  static PastExchange of(DisclosureRecord row) {
    return new PastExchange(
        row.getIndex(),
        row.getExchange(),
        row.getAt().toInstant(),
        row.getOutcome(),
        facts(row.getPartiesGroup()),
        facts(row.getLegalGroup()),
        facts(row.getDecisionGroup()),
        facts(row.getDataGroup()),
        facts(row.getSubjectGroup()));
  }

  /** The third member of a disclosure {@code [salt, group, facts]}. */
  private static JsonNode facts(@Nullable String disclosure) {
    return disclosure == null
        ? MissingNode.getInstance()
        : StrictJson.trusted(Base64.getUrlDecoder().decode(disclosure)).get(2);
  }
}
