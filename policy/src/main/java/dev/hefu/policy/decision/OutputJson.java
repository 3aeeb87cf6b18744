package dev.hefu.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.dataset.Mask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what the rules answered; whatever is not understood makes the rules unavailable. */
final class OutputJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a permission may say; what else it said would be a demand that nobody fulfils. */
  private static final Set<String> DECISION = Set.of("permit", "cells", "obligations");

  private static final Set<String> BREAK_GLASS = Set.of("permit", "officers", "reasons");
  private static final Set<String> CELL = Set.of("name", "mask");
  private static final Set<String> OBLIGATIONS =
      Set.of("pseudonymise", "smallestGroup", "dataLifeDays", "approval");

  /** More than there are persons or days to count, and far from where numbers turn over. */
  private static final int MOST = 1_000_000_000;

  private OutputJson() {}

  /** The decision in {@code [{"result": decision}]}. */
  static Decision read(String output) {
    try {
      JsonNode answers = MAPPER.readTree(output);
      return answers.size() == 1
          ? decision(answers.path(0).path("result"))
          : new Decision.Unavailable("the rules gave no decision");
    } catch (IOException e) {
      return new Decision.Unavailable("the rules' answer is not JSON");
    }
  }

  /** The decision in the rules' own words. */
  static Decision decision(JsonNode answer) {
    if (!answer.path("permit").isBoolean()) {
      return new Decision.Unavailable("the rules gave no decision");
    }
    return answer.get("permit").booleanValue() ? permit(answer) : deny(answer);
  }

  /** What {@code [{"result": {"permit": …, "reasons": …}}]} says of break-glass. */
  static BreakGlassRuling breakGlass(String output, String revision) {
    try {
      JsonNode answers = MAPPER.readTree(output);
      return answers.size() == 1
          ? breakGlass(answers.path(0).path("result"), revision)
          : BreakGlassRuling.unavailable(revision);
    } catch (IOException e) {
      return BreakGlassRuling.unavailable(revision);
    }
  }

  static BreakGlassRuling breakGlass(JsonNode answer, String revision) {
    List<String> reasons = new ArrayList<>();
    answer.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    boolean permit = answer.path("permit").asBoolean();
    return answer.path("permit").isBoolean()
            && permit == reasons.isEmpty()
            && unknown(answer, BREAK_GLASS).findFirst().isEmpty()
        ? new BreakGlassRuling(permit, reasons.stream().sorted().toList(), revision)
        : BreakGlassRuling.unavailable(revision);
  }

  private static Decision permit(JsonNode answer) {
    JsonNode duties = answer.path("obligations");
    Optional<String> unknown =
        Stream.concat(
                Stream.concat(unknown(answer, DECISION), unknown(duties, OBLIGATIONS)),
                answer.path("cells").valueStream().flatMap(cell -> unknown(cell, CELL)))
            .findFirst();
    if (unknown.isPresent()) {
      return new Decision.Unavailable("the rules demand '" + unknown.get() + "', which is unknown");
    }
    List<PermittedCell> cells = new ArrayList<>();
    for (JsonNode cell : answer.path("cells")) {
      if (!cell.path("name").isTextual()) {
        return new Decision.Unavailable("the rules permitted a cell without a name");
      }
      JsonNode word = cell.path("mask");
      Mask mask = Mask.of(word.asText()).orElse(null);
      if (mask == null && !word.isNull()) {
        return new Decision.Unavailable("the rules named a mask that is not known");
      }
      cells.add(new PermittedCell(cell.get("name").textValue(), mask));
    }
    JsonNode life = duties.path("dataLifeDays");
    JsonNode approval = duties.path("approval");
    if (cells.isEmpty()
        || !duties.path("pseudonymise").isBoolean()
        || !isCount(duties.path("smallestGroup"))
        || !(life.isNull() || isCount(life))
        // Rules from before there were approvals ask for none.
        || !(approval.isMissingNode() || approval.isBoolean())) {
      return new Decision.Unavailable("the rules permitted without cells or obligations");
    }
    return new Decision.Permit(
        List.copyOf(cells),
        new Obligations(
            duties.get("pseudonymise").booleanValue(),
            duties.get("smallestGroup").intValue(),
            life.isNull() ? null : life.intValue(),
            approval.booleanValue()));
  }

  /** Of persons or days: none of either would hide nobody, and let nobody keep anything. */
  private static boolean isCount(JsonNode number) {
    return number.isInt() && number.intValue() >= 1 && number.intValue() <= MOST;
  }

  private static Stream<String> unknown(JsonNode object, Set<String> known) {
    return object.propertyStream().map(Map.Entry::getKey).filter(name -> !known.contains(name));
  }

  private static Decision deny(JsonNode answer) {
    List<ErrorCode> reasons = new ArrayList<>();
    for (Iterator<JsonNode> each = answer.path("reasons").elements(); each.hasNext(); ) {
      String code = each.next().asText();
      ErrorCode reason = ErrorCode.of(code).orElse(null);
      if (reason == null) {
        return new Decision.Unavailable("the rules gave the unknown reason " + code);
      }
      reasons.add(reason);
    }
    return reasons.isEmpty()
        ? new Decision.Unavailable("the rules denied without a reason")
        : new Decision.Deny(reasons.stream().sorted().distinct().toList());
  }
}
