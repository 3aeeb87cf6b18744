package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class DecisionCasesTest {
  private static final EmbeddedEngine ENGINE = new EmbeddedEngine(1, Duration.ofSeconds(30));
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() {
    return DecisionCases.read().stream()
        .map(
            each ->
                dynamicTest(
                    each.name(), () -> check(each, ENGINE.decide(each.input().text()).decision())));
  }

  static void check(DecisionCases.Case each, Decision decision) {
    assertEquals(each.expected(), DecisionCases.words(decision), each.name());
    if (!each.duties().isEmpty()) {
      assertEquals(each.duties(), DecisionCases.duties(decision), each.name());
    }
  }

  /** The sources, run by {@code opa} itself, say the same of every case. */
  @Test
  void opaDecidesAlike(@TempDir Path folder) throws Exception {
    assumeTrue(Rego.opa().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    List<DecisionCases.Case> cases = DecisionCases.read();
    Path file = folder.resolve("cases.json");
    Files.writeString(
        file,
        cases.stream()
            .map(each -> each.input().text().json())
            .collect(Collectors.joining(",", "{\"inputs\":[", "]}")));
    Rego.Run run =
        Rego.run(
            Rego.opa().orElseThrow(),
            "eval",
            "--format=raw",
            "--data=hefu",
            "--data=" + file,
            "[d | some each in data.inputs; d := data.hefu.exchange.decision with input as each]");
    assertEquals(0, run.status(), run.printed());
    JsonNode decisions = MAPPER.readTree(run.printed());
    assertEquals(cases.size(), decisions.size());
    for (int i = 0; i < cases.size(); i++) {
      ObjectNode answer = MAPPER.createObjectNode().set("result", decisions.get(i));
      check(cases.get(i), OutputJson.read("[" + answer + "]"));
    }
  }
}
