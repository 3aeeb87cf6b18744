package dev.hefu.gateway.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.gateway.evidence.PastExchange;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.person.Use;
import java.util.ArrayList;
import java.util.List;

/** One use of a person's data, as the person sees it. */
final class UseForm {
  private UseForm() {}

  static Use of(PastExchange past) {
    List<String> cells = new ArrayList<>();
    past.data().path("cells").forEach(cell -> cells.add(cell.textValue()));
    return new Use(
        past.exchange(),
        past.at(),
        past.outcome(),
        text(past.parties(), "provider"),
        text(past.parties(), "consumer"),
        text(past.data(), "dataset"),
        past.data().path("version").intValue(),
        Purpose.of(text(past.legal(), "purpose")).orElseThrow(),
        Tier.valueOf(text(isApproval(past) ? past.data() : past.decision(), "tier")),
        cells,
        past.subject().path("consent").textValue(),
        null,
        past.index());
  }

  /** What the rules decided of has its tier there; what was approved is data of the approval. */
  private static boolean isApproval(PastExchange past) {
    return past.outcome().startsWith(PastExchange.APPROVAL);
  }

  private static String text(JsonNode group, String member) {
    return group.required(member).textValue();
  }
}
