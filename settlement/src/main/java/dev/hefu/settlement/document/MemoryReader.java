package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.settlement.agreement.Memory;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Volume;
import dev.hefu.settlement.agreement.Window;
import dev.hefu.settlement.proof.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The terms with memory of a document that keeps the schema. */
final class MemoryReader {
  static final List<String> WORDS = List.of("scale", "minimum", "cap", "advance", "indicator");

  /** A rate that stands in for one that could not be read. */
  private static final Rate ALL = Rate.of("100%").orElseThrow();

  private final DocumentTree tree;
  private final List<Fault> faults;

  MemoryReader(DocumentTree tree, List<Fault> faults) {
    this.tree = tree;
    this.faults = faults;
  }

  Memory read(String word, JsonNode node, String at, String id) {
    PartyRef to = party(node, "to", at, id);
    Optional<PartyRef> from =
        node.has("from") ? Optional.of(party(node, "from", at, id)) : Optional.empty();
    Volume of = volume(node, at, id);
    Window per = Window.of(node.path("per").asText("month")).orElseThrow();
    long amount = node.path("amountMinor").longValue();
    return switch (word) {
      case "scale" ->
          new Memory.Scale(
              to,
              from,
              of,
              per,
              node.path("mode").asText().equals("whole-volume"),
              node.path("baseMinor").asLong(0),
              steps(node, at, id));
      case "minimum" ->
          new Memory.Minimum(
              to, from, of, per, amount, node.path("atEnd").asText().equals("pro-rata"));
      case "cap" -> new Memory.Cap(to, from, of, per, amount);
      case "advance" ->
          new Memory.Advance(
              to,
              from,
              of,
              amount,
              rate(node.path("recoup"), at + "/recoup", id),
              node.path("atEnd").asText().equals("repaid"));
      case "indicator" ->
          new Memory.Indicator(
              to,
              from,
              of,
              node.path("name").textValue(),
              node.path("party").textValue(),
              node.path("by").textValue(),
              node.path("referencePpm").longValue(),
              node.path("slopePpm").longValue(),
              node.path("leastPpm").longValue(),
              node.path("mostPpm").longValue());
      default -> throw new IllegalStateException(word);
    };
  }

  private List<Memory.ScaleStep> steps(JsonNode node, String at, String id) {
    List<Memory.ScaleStep> steps = new ArrayList<>();
    for (JsonNode each : node.path("steps")) {
      String where = at + "/steps/" + steps.size();
      if (each.has("rate") == each.has("amountMinor")) {
        fail(where, id, "scale-price", "A step has a rate or an amountMinor, one of both.");
      }
      Optional<Rate> rate =
          each.has("rate")
              ? Optional.of(rate(each.path("rate"), where + "/rate", id))
              : Optional.empty();
      steps.add(
          new Memory.ScaleStep(
              each.path("from").longValue(), rate, each.path("amountMinor").asLong(0)));
    }
    return steps;
  }

  private Volume volume(JsonNode node, String at, String id) {
    String text = node.path("of").asText("whole");
    Optional<Volume> volume = Volume.of(text);
    if (volume.isEmpty()) {
      fail(at + "/of", id, "volume-unknown", "\"" + text + "\" cannot be counted over a window.");
    }
    return volume.orElse(Volume.Plain.WHOLE);
  }

  private Rate rate(JsonNode node, String at, String id) {
    Optional<Rate> rate = Rate.of(node.textValue());
    if (rate.isEmpty()) {
      fail(at, id, "rate", "\"" + node.textValue() + "\" is no rate above 0 and at most 1.");
    }
    return rate.orElse(ALL);
  }

  private PartyRef party(JsonNode node, String name, String at, String id) {
    String text = node.path(name).textValue();
    Optional<PartyRef> party = PartyRef.of(text);
    if (party.isEmpty()) {
      fail(at + "/" + name, id, "role-unknown", "\"" + text + "\" is no role.");
    }
    return party.orElse(new PartyRef.Named(text));
  }

  private void fail(String pointer, String id, String rule, String detail) {
    faults.add(new Fault(tree.line(pointer), id, rule, detail));
  }
}
