package dev.hefu.policy.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rules see of a group: how many they are, and of their consents what all of them have in
 * common. Whoever is in the group was found with a consent in force and both accounts linked.
 */
public final class GroupInput {
  private GroupInput() {}

  /**
   * The input of a question.
   *
   * @param ask at the tier AGGREGATE, about nobody in particular
   * @param agreement null if the two have none
   * @param cells those of the fields alone
   * @param abroad whether the figures leave the provider's country
   */
  public static InputText of(
      Instant now,
      Ask ask,
      @Nullable Standing agreement,
      List<Cell> cells,
      List<People.Person> people,
      boolean abroad) {
    String plain =
        new DecisionInput(
                now, ask, new Candidate(agreement, null), cells, people.size(), abroad, false)
            .text()
            .json();
    if (people.isEmpty()) {
      return InputText.of(plain);
    }
    ObjectNode input = (ObjectNode) StrictJson.trusted(plain.getBytes(StandardCharsets.UTF_8));
    input.set("consent", common(ask, cells, people));
    return InputText.of(new String(CanonicalJson.bytes(input), StandardCharsets.UTF_8));
  }

  private static JsonNode common(Ask ask, List<Cell> cells, List<People.Person> people) {
    ObjectNode consent = JsonNodeFactory.instance.objectNode();
    cells.stream()
        .map(Cell::category)
        .map(Category::code)
        .distinct()
        .sorted()
        .forEach(consent.putArray("categories")::add);
    consent.put(
        "dataLifeDays",
        people.stream()
            .map(People.Person::dataLifeDays)
            .filter(Objects::nonNull)
            .min(Integer::compare)
            .orElse(null));
    consent.put("highestTier", Tier.AGGREGATE.name());
    consent.put("linked", true);
    consent.put("purpose", ask.purpose().code());
    consent
        .putObject("separate")
        .put("abroad", false)
        .put("guardian", false)
        .put("recipient", false)
        .put("sensitive", false);
    consent.put("state", "GRANTED");
    consent.put(
        "validFrom",
        people.stream()
            .map(People.Person::validFrom)
            .max(Instant::compareTo)
            .orElseThrow()
            .toEpochMilli());
    consent.put(
        "validUntil",
        people.stream()
            .map(People.Person::validUntil)
            .min(Instant::compareTo)
            .orElseThrow()
            .toEpochMilli());
    return consent;
  }
}
