package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.policy.rules.TriedCases;
import dev.hefu.schemas.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The cases that come with the program, for officers to run other rules over, are those of {@code
 * decision.yaml}. After a change of those, {@code -Drego.mode=replace} writes them anew.
 */
class ShippedCasesTest {
  private static final Path FILE =
      Path.of(
          System.getProperty("hefu.root", ".."),
          "policy/src/main/resources/dev/hefu/policy/rules/cases.json");

  @Test
  void areThoseOfTheCaseFile() throws Exception {
    ArrayNode cases = JsonNodeFactory.instance.arrayNode();
    try (EmbeddedEngine engine = new EmbeddedEngine(1, Duration.ofSeconds(30))) {
      for (DecisionCases.Case each : DecisionCases.read()) {
        Decision decision = engine.decide(each.input().text().json());
        DecisionCasesTest.check(each, decision);
        cases
            .addObject()
            .put("case", each.name())
            .put("expect", decision.words())
            .set("input", StrictJson.trusted(each.input().text().json().getBytes(UTF_8)));
      }
    }
    String text =
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(cases) + "\n";
    if (System.getProperty("rego.mode", "check").equals("replace")) {
      Files.writeString(FILE, text);
    }
    assertEquals(text, Files.readString(FILE));
  }

  @Test
  void ourOwnRulesDecideThemAsExpected() {
    assertEquals(List.of(), TriedCases.of(RulesFile.shipped()).different());
  }
}
