package dev.hefu.policy.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The case file of our own rules, run by others: {@code cases.json}, made of {@code decision.yaml},
 * whose cases a lawyer can read. Where they decide otherwise, somebody must have wanted it.
 *
 * @param run how many cases there are
 * @param different those that came out otherwise, in the order of the file
 */
public record TriedCases(int run, List<Difference> different) {
  /** The machine may be busy; and rules that answer no case keep an officer half a minute. */
  private static final Duration PATIENT = EmbeddedEngine.LIMIT.multipliedBy(5);

  /** One case that came out otherwise. */
  public record Difference(String name, String expected, String now) {}

  public TriedCases {
    different = List.copyOf(different);
  }

  /** Runs every case by these rules. */
  public static TriedCases of(RulesFile file) {
    JsonNode cases = read();
    List<Difference> different = new ArrayList<>();
    try (EmbeddedEngine engine = new EmbeddedEngine(file, 1, PATIENT)) {
      for (JsonNode each : cases) {
        String now = engine.decide(InputText.of(each.path("input").toString())).decision().words();
        if (!now.equals(each.path("expect").asText())) {
          different.add(
              new Difference(each.path("case").asText(), each.path("expect").asText(), now));
        }
      }
    }
    return new TriedCases(cases.size(), different);
  }

  private static JsonNode read() {
    try (InputStream in = TriedCases.class.getResourceAsStream("cases.json")) {
      if (in == null) {
        throw new IllegalStateException("the resource cases.json is missing");
      }
      return StrictJson.trusted(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
