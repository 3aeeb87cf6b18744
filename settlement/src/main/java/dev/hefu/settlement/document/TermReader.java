package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.Contribution;
import dev.hefu.settlement.agreement.Holding;
import dev.hefu.settlement.agreement.PartyRef;
import dev.hefu.settlement.agreement.Rate;
import dev.hefu.settlement.agreement.Rule;
import dev.hefu.settlement.agreement.Selector;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.condition.Condition;
import dev.hefu.settlement.condition.ConditionReader;
import dev.hefu.settlement.condition.ConditionReading;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.proof.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The terms of a document that keeps the schema. */
final class TermReader {
  private static final List<String> RULES =
      List.of(
          "percentage",
          "fixed",
          "table",
          "waterfall",
          "promotion",
          "penalty",
          "bonus",
          "withholding",
          "payment-fee",
          "remaining",
          "maturity",
          "reserve",
          "holdback",
          "contribution",
          "resource",
          "return-risk");

  private static final Rate ALL = Rate.of("100%").orElseThrow();

  private final DocumentTree tree;
  private final List<Fault> faults;

  TermReader(DocumentTree tree, List<Fault> faults) {
    this.tree = tree;
    this.faults = faults;
  }

  List<Term> terms(JsonNode array, String pointer) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      term(array.get(i), pointer + "/" + i).ifPresent(terms::add);
    }
    return terms;
  }

  static Selector selector(JsonNode node) {
    Map<Attribute, Set<String>> values = new EnumMap<>(Attribute.class);
    node.properties()
        .forEach(
            entry ->
                values.put(
                    Attribute.of(entry.getKey()).orElseThrow(),
                    Set.copyOf(texts(entry.getValue()))));
    return new Selector(values);
  }

  private Optional<Term> term(JsonNode node, String pointer) {
    String id = node.path("id").textValue();
    List<String> rules = new ArrayList<>(RULES);
    rules.addAll(MemoryReader.WORDS);
    rules.removeIf(word -> !node.has(word));
    if (rules.size() != 1) {
      fail(pointer, id, "one-rule", "A term has exactly one rule, not " + rules + ".");
      return Optional.empty();
    }
    String word = rules.getFirst();
    Rule rule = rule(word, node.path(word), pointer + "/" + word, id);
    boolean keep = node.path("onReturn").asText().equals("keep");
    if (node.has("borneBy") && !keep) {
      fail(pointer + "/borneBy", id, "borne-without-keep", "borneBy needs onReturn: keep.");
    }
    Optional<PartyRef> borneBy = optionalParty(node, "borneBy", pointer, id);
    return Optional.of(
        new Term(
            id,
            rule,
            selector(node.path("only")),
            when(node, pointer, id),
            keep,
            borneBy,
            tree.line(pointer)));
  }

  private Optional<Condition> when(JsonNode node, String pointer, String id) {
    if (!node.has("when")) {
      return Optional.empty();
    }
    return switch (ConditionReader.read(node.path("when").textValue())) {
      case ConditionReading.Read(Condition condition) -> Optional.of(condition);
      case ConditionReading.Refused(String rule, String detail) -> {
        fail(pointer + "/when", id, rule, detail);
        yield Optional.empty();
      }
    };
  }

  private Rule rule(String word, JsonNode node, String at, String id) {
    return switch (word) {
      case "percentage" -> new Rule.Percentage(party(node, "to", at, id), quota(node, at, id));
      case "fixed" ->
          new Rule.Fixed(
              party(node, "to", at, id),
              node.path("amountMinor").longValue(),
              Rule.Per.valueOf(node.path("per").asText("line").toUpperCase(Locale.ROOT)),
              optionalParty(node, "from", at, id));
      case "table" ->
          new Rule.Table(
              party(node, "to", at, id), rows(node), optionalParty(node, "from", at, id));
      case "waterfall" ->
          new Rule.Waterfall(quota(node, at, id), terms(node.path("terms"), at + "/terms"));
      case "promotion" ->
          new Rule.Promotion(
              new HashSet<>(texts(node.path("code"))),
              new HashSet<>(texts(node.path("fundedBy"))),
              funding(node, at, id));
      case "penalty", "bonus" -> delivery(word, node, at, id);
      case "withholding" ->
          new Rule.Withholding(
              party(node, "from", at, id), party(node, "to", at, id), quota(node, at, id));
      case "payment-fee" -> new Rule.PaymentFee(party(node, "to", at, id));
      case "remaining" -> new Rule.Remaining(party(node, "to", at, id));
      case "maturity" ->
          new Holding.Maturity(
              texts(node.path("parties")),
              node.path("days").intValue(),
              node.path("after").textValue().equals("delivery"));
      case "reserve" ->
          new Holding.Reserve(
              node.path("party").textValue(), rate(node, at, id), node.path("days").intValue());
      case "holdback" ->
          new Holding.Holdback(
              node.path("party").textValue(), node.path("amountMinor").longValue());
      case "contribution" ->
          new Contribution(quota(node, at, id), texts(node.path("among")), model(node, at, id));
      case "resource" -> new Rule.Resource(quota(node, at, id), parts(node, at, id));
      case "return-risk" ->
          new Rule.ReturnRisk(
              party(node, "to", at, id), quota(node, at, id), funding(node, at, id));
      default -> new MemoryReader(tree, faults).read(word, node, at, id);
    };
  }

  private Rule delivery(String word, JsonNode node, String at, String id) {
    Rule.When when =
        Rule.When.valueOf(node.path("when").textValue().toUpperCase(Locale.ROOT).replace('-', '_'));
    if (when.penalty() != word.equals("penalty")) {
      fail(at + "/when", id, "when", "\"" + when.word() + "\" is no reason for a " + word + ".");
    }
    if (node.has("amountMinor") == node.has("rate")) {
      fail(at, id, "amount-or-rate", "It has an amountMinor or a rate, one of both.");
    }
    for (String member : List.of("of", "cap")) {
      if (node.has(member) && !node.has("rate")) {
        fail(at + "/" + member, id, "member-idle", member + " is of a rate; an amount has none.");
      }
    }
    if (node.has("graceMinutes") && when == Rule.When.OUT_OF_STOCK) {
      fail(at + "/graceMinutes", id, "member-idle", "Nothing is late when a line is cancelled.");
    }
    return new Rule.OnDelivery(
        when,
        party(node, "from", at, id),
        party(node, "to", at, id),
        node.path("graceMinutes").asLong(0),
        node.path("amountMinor").asLong(0),
        node.has("rate") ? Optional.of(quota(node, at, id)) : Optional.empty());
  }

  private Rule.Quota quota(JsonNode node, String at, String id) {
    String of = node.path("of").asText("whole");
    Optional<Base> base = Base.of(of);
    if (base.isEmpty()) {
      fail(at + "/of", id, "base-unknown", "\"" + of + "\" is no base.");
    }
    OptionalLong cap = optionalAmount(node, "cap");
    OptionalLong floor = optionalAmount(node, "floor");
    if (cap.isPresent() && floor.isPresent() && floor.getAsLong() > cap.getAsLong()) {
      fail(at + "/floor", id, "floor-over-cap", floor.getAsLong() + " is over the cap.");
    }
    return new Rule.Quota(rate(node, at, id), base.orElse(Base.Plain.WHOLE), cap, floor);
  }

  private Rate rate(JsonNode node, String at, String id) {
    String text = node.path("rate").textValue();
    Optional<Rate> rate = Rate.of(text);
    if (rate.isEmpty()) {
      fail(
          at + "/rate",
          id,
          "rate",
          "\""
              + text
              + "\" is no percentage with at most 6 decimals and no p/q with q ≤ 10,000"
              + " above 0 and at most 1.");
    }
    return rate.orElse(ALL);
  }

  private List<Rule.Row> rows(JsonNode node) {
    List<Rule.Row> rows = new ArrayList<>();
    for (JsonNode row : node.path("rows")) {
      rows.add(
          new Rule.Row(
              row.path("zone").asText(""),
              row.path("upToGrams").longValue(),
              row.path("amountMinor").longValue()));
    }
    return rows;
  }

  private Contribution.Model model(JsonNode node, String at, String id) {
    String word = node.path("model").textValue();
    boolean position = word.equals("position");
    if (position != (node.has("first") && node.has("last"))
        || (!position && (node.has("first") || node.has("last")))
        || word.equals("time-decay") != node.has("halfDays")
        || (node.has("worth") && !word.equals("shapley"))) {
      fail(
          at + "/model",
          id,
          "model-members",
          "\""
              + word
              + "\": position needs first and last, time-decay halfDays; only shapley has worth.");
    }
    return switch (word) {
      case "first" -> Contribution.Model.Plain.FIRST;
      case "last" -> Contribution.Model.Plain.LAST;
      case "linear" -> Contribution.Model.Plain.LINEAR;
      case "position" ->
          new Contribution.Model.Position(
              node.path("first").intValue(), node.path("last").intValue());
      case "time-decay" -> new Contribution.Model.TimeDecay(node.path("halfDays").intValue());
      case "shapley" -> {
        List<Contribution.Worth> worth = new ArrayList<>();
        for (JsonNode each : node.path("worth")) {
          worth.add(
              new Contribution.Worth(texts(each.path("parties")), each.path("ppm").longValue()));
        }
        yield new Contribution.Model.Shapley(worth);
      }
      default -> throw new IllegalStateException(word);
    };
  }

  private List<Rule.Part> parts(JsonNode node, String at, String id) {
    List<Rule.Part> parts = new ArrayList<>();
    for (JsonNode each : node.path("parts")) {
      String inner = at + "/parts/" + parts.size();
      parts.add(
          new Rule.Part(
              party(each, "party", inner, id),
              Rule.Kind.valueOf(each.path("kind").textValue().toUpperCase(Locale.ROOT)),
              each.path("weight").longValue()));
    }
    return parts;
  }

  private List<Rule.Funding> funding(JsonNode node, String at, String id) {
    List<Rule.Funding> funding = new ArrayList<>();
    for (JsonNode each : node.path("funding")) {
      String inner = at + "/funding/" + funding.size();
      funding.add(
          new Rule.Funding(
              party(each, "party", inner, id), rate(each, inner, id), optionalAmount(each, "cap")));
    }
    return funding;
  }

  private PartyRef party(JsonNode node, String name, String at, String id) {
    String text = node.path(name).textValue();
    Optional<PartyRef> party = PartyRef.of(text);
    if (party.isEmpty()) {
      fail(at + "/" + name, id, "role-unknown", "\"" + text + "\" is no role.");
    }
    return party.orElse(new PartyRef.Named(text));
  }

  private Optional<PartyRef> optionalParty(JsonNode node, String name, String at, String id) {
    return node.has(name) ? Optional.of(party(node, name, at, id)) : Optional.empty();
  }

  private static OptionalLong optionalAmount(JsonNode node, String name) {
    return node.has(name) ? OptionalLong.of(node.path(name).longValue()) : OptionalLong.empty();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private void fail(String pointer, String id, String rule, String detail) {
    faults.add(new Fault(tree.line(pointer), id, rule, detail));
  }
}
