package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hefu.gateway.jooq.tables.records.DisclosureRecord;
import dev.hefu.schemas.StrictJson;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An exchange, or a provider's approval of or a break-glass about one, as its groups tell it.
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

  /** The outcome of an exchange whose answer was released. */
  static final String PERMITTED = "PERMIT";

  /** What the outcome of a break-glass begins with; its step follows. */
  public static final String BREAK_GLASS = "break-glass-";

  /** What the outcome of a provider's word on the person begins with; its state follows. */
  public static final String APPROVAL = "provider-has-";

  static PastExchange of(DisclosureRecord row) {
    return new PastExchange(
        row.getIndex(),
        row.getExchange(),
        row.getAt().toInstant(),
        outcome(row),
        facts(row.getPartiesGroup()),
        facts(row.getLegalGroup()),
        facts(row.getDecisionGroup()),
        facts(row.getDataGroup()),
        facts(row.getSubjectGroup()));
  }

  /** The same, as one whose data went into it under this consent sees it. */
  PastExchange under(String consent) {
    JsonNode own = JsonNodeFactory.instance.objectNode().put("consent", consent);
    return new PastExchange(index, exchange, at, outcome, parties, legal, decision, data, own);
  }

  private static String outcome(DisclosureRecord row) {
    String kind = row.getKind();
    return kind.equals(LeafKind.EXCHANGE.code())
        ? row.getOutcome()
        : (kind.equals(LeafKind.APPROVAL.code()) ? APPROVAL : BREAK_GLASS) + row.getOutcome();
  }

  /** The third member of a disclosure {@code [salt, group, facts]}. */
  private static JsonNode facts(@Nullable String disclosure) {
    return disclosure == null
        ? MissingNode.getInstance()
        : StrictJson.trusted(Base64.getUrlDecoder().decode(disclosure)).get(2);
  }
}
