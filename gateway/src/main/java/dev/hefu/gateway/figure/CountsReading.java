package dev.hefu.gateway.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.policy.figure.Tally;
import dev.hefu.policy.figure.TallyReading;
import dev.hefu.policy.figure.ToldCount;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a provider's counts: its own, of this exchange, and such as can be so. */
final class CountsReading {
  private static final String TYPE = "hefu-counts+jws";

  /** No answer is larger: {@code ProviderCalls} cuts off what is. */
  private static final int MAX_BYTES = 1 << 20;

  /** More is not an answer to any question; the schema's own groups are fewer. */
  private static final int MAX_COUNTS = 4 * Tally.MAX_GROUPS;

  private CountsReading() {}

  static TallyReading of(String text, DecidedFigure decided) {
    AskedFigure asked = decided.asked();
    return switch (Verifier.of(asked.provider().keys()).jws(text, TYPE)) {
      case JwsCheck.Invalid(String reason) -> new TallyReading.Refused(reason);
      case JwsCheck.Valid valid ->
          switch (StrictJson.read(valid.payload(), MAX_BYTES)) {
            case JsonReading.Refused refused -> new TallyReading.Refused(refused.detail());
            case JsonReading.Value(JsonNode counts) -> read(counts, decided);
          };
    };
  }

  private static TallyReading read(JsonNode answer, DecidedFigure decided) {
    AskedFigure asked = decided.asked();
    if (!answer.path("iss").asText().equals(asked.provider().id())
        || !answer.path("nonce").asText().equals(decided.exchange().toString())) {
      return new TallyReading.Refused("the counts are of another provider or exchange");
    }
    JsonNode list = answer.path("counts");
    if (!list.isArray() || list.size() > MAX_COUNTS) {
      return new TallyReading.Refused("counts is not a list of at most " + MAX_COUNTS);
    }
    List<ToldCount> told = new ArrayList<>();
    for (JsonNode count : list) {
      JsonNode persons = count.path("persons");
      if (!persons.isIntegralNumber()
          || !persons.canConvertToLong()
          || !count.path("values").isArray()) {
        return new TallyReading.Refused("a group has no whole number of persons or no values");
      }
      told.add(new ToldCount(values(count.path("values")), persons.longValue()));
    }
    return Tally.read(asked.axes(), decided.people().size(), told);
  }

  /** What is neither a text nor null is a text that no schema lists. */
  private static List<Optional<String>> values(JsonNode values) {
    List<Optional<String>> texts = new ArrayList<>();
    values.forEach(
        value -> texts.add(value.isNull() ? Optional.empty() : Optional.of(text(value))));
    return texts;
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
