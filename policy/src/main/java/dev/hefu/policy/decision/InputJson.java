package dev.hefu.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.dataset.Cell;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules get to see of an input, member by member; the rules' words are those of the API.
 */
final class InputJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private InputJson() {}

  static ObjectNode of(DecisionInput input) {
    Ask ask = input.ask();
    return JSON.objectNode()
        .put("now", input.now().toEpochMilli())
        .put("provider", ask.provider())
        .put("consumer", ask.consumer())
        .put("dataset", ask.dataset().toString())
        .put("purpose", ask.purpose().code())
        .put("tier", ask.tier().name())
        .put("subjects", input.subjects())
        .put("abroad", input.abroad())
        .put("minor", input.minor())
        .<ObjectNode>set("agreement", agreement(input.candidate().agreement()))
        .<ObjectNode>set("consent", consent(input.candidate().person()))
        .set("cells", cells(input.cells()));
  }

  private static JsonNode agreement(@Nullable Standing agreement) {
    if (agreement == null) {
      return JSON.nullNode();
    }
    SharingTerms terms = agreement.terms();
    return JSON.objectNode()
        .put("state", agreement.state().name())
        .put("validFrom", terms.validFrom().toEpochMilli())
        .put("validUntil", terms.validUntil().toEpochMilli())
        .put("highestTier", terms.highestTier().name())
        .<ObjectNode>set(
            "datasets", strings(terms.datasets().stream().map(DatasetVersion::toString)))
        .set("purposes", strings(terms.purposes().stream().map(Purpose::code)));
  }

  private static JsonNode consent(Candidate.@Nullable Person person) {
    if (person == null) {
      return JSON.nullNode();
    }
    ConsentTerms terms = person.consent().terms();
    Duration life = terms.dataLife();
    return JSON.objectNode()
        .put("state", person.consent().state().name())
        .put("linked", person.linked())
        .put("validFrom", terms.validFrom().toEpochMilli())
        .put("validUntil", terms.validUntil().toEpochMilli())
        .put("purpose", terms.purpose().code())
        .put("highestTier", terms.highestTier().name())
        .put("dataLifeDays", life == null ? null : life.toDays())
        .<ObjectNode>set("categories", strings(terms.categories().stream().map(Category::code)))
        .set("separate", separate(terms.separate()));
  }

  private static ObjectNode separate(SeparateConsents separate) {
    return JSON.objectNode()
        .put("recipient", separate.recipient())
        .put("sensitive", separate.sensitive())
        .put("abroad", separate.abroad())
        .put("guardian", separate.guardian());
  }

  private static ArrayNode cells(List<Cell> cells) {
    ArrayNode array = JSON.arrayNode();
    for (Cell cell : cells) {
      array
          .addObject()
          .put("name", cell.name())
          .put("category", cell.category().code())
          .put("classification", cell.classification().name())
          .set("masks", JSON.arrayNode());
    }
    return array;
  }

  /** Sorted, so that equal sets are equal bytes. */
  private static ArrayNode strings(Stream<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.sorted().forEach(array::add);
    return array;
  }
}
