package dev.hefu.settlement.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.document.DocumentSchema;
import dev.hefu.settlement.document.DocumentTree;
import dev.hefu.settlement.proof.Continuation;
import dev.hefu.settlement.proof.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a file of cases and refuses what could pass by mistake. */
public final class CaseReader {
  /** Some hundred cases; more belong into a second file. */
  public static final int MAX_BYTES = 512 * 1024;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.beside(CaseReader.class, "settlement-cases-1.schema.json");

  private final DocumentTree tree;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Agreement> agreements = new HashMap<>();

  private CaseReader(DocumentTree tree) {
    this.tree = tree;
  }

  /** Reads a file in YAML or JSON. */
  public static CaseReading read(byte[] bytes) {
    DocumentTree tree = DocumentTree.read(bytes, MAX_BYTES);
    Optional<JsonNode> root = tree.root();
    if (root.isEmpty()) {
      return new CaseReading.Faulty(List.of(tree.fault().orElseThrow()));
    }
    List<Fault> faults = SCHEMA.faults(tree, root.get());
    return faults.isEmpty()
        ? new CaseReader(tree).read(root.get())
        : new CaseReading.Faulty(List.copyOf(faults));
  }

  private CaseReading read(JsonNode root) {
    root.path("agreements")
        .fieldNames()
        .forEachRemaining(name -> agreement(name, "/agreements/" + name));
    List<CaseFile.Case> cases = new ArrayList<>();
    for (int i = 0; i < root.path("cases").size() && faults.isEmpty(); i++) {
      cases.add(readCase(root.path("cases").path(i), "/cases/" + i));
    }
    JsonNode title = root.path("title");
    return faults.isEmpty()
        ? new CaseReading.Read(
            new CaseFile(title.path("en").textValue(), title.path("zh").textValue(), cases))
        : new CaseReading.Faulty(List.copyOf(faults));
  }

  private void agreement(String name, String pointer) {
    switch (AgreementReader.read(tree.at(pointer))) {
      case AgreementReading.Read read -> agreements.put(name, read.agreement());
      case AgreementReading.Faulty faulty -> faults.addAll(faulty.faults());
    }
  }

  private CaseFile.Case readCase(JsonNode node, String pointer) {
    List<Agreement> versions = new ArrayList<>();
    for (JsonNode name : node.path("under")) {
      Agreement agreement = agreements.get(name.textValue());
      if (agreement == null) {
        fail(
            pointer + "/under",
            "agreement-unknown",
            name.textValue() + " stands in no agreements.");
      } else {
        versions.add(agreement);
      }
    }
    amended(node, pointer, versions);
    if (versions.isEmpty()) {
      return new CaseFile.Case("", List.of(), List.of(), List.of(), 0);
    }
    List<CaseFile.Told> told = told(node.path("events"), pointer, versions.getFirst());
    Set<String> ids = told.stream().map(CaseFile.Told::id).collect(Collectors.toSet());
    List<Expectation> expected = new ArrayList<>();
    for (int i = 0; i < node.path("expect").size(); i++) {
      String at = pointer + "/expect/" + i;
      expected.add(expectation(node.path("expect").path(i), at, ids));
    }
    return new CaseFile.Case(
        node.path("case").textValue(), versions, told, expected, tree.line(pointer));
  }

  /** A version ends where the next one begins; what goes on must be there to go on with. */
  private void amended(JsonNode node, String pointer, List<Agreement> versions) {
    List<Agreement> all = List.copyOf(versions);
    for (int i = 0; i < all.size(); i++) {
      Agreement next = all.get(i);
      Optional<Agreement> before =
          all.stream().filter(other -> CaseBooks.follows(other, next)).findFirst();
      if (next.continues() && before.isEmpty()) {
        String detail = "The version before " + next.name() + " " + next.version();
        fail(pointer + "/under", "continues-nothing", detail + " is not under the same.");
      } else if (next.continues()) {
        String name = node.path("under").path(i).textValue();
        int line = tree.line("/agreements/" + name + "/continues");
        faults.addAll(Continuation.faults(before.orElseThrow(), next, line));
      }
      before.ifPresent(was -> versions.replaceAll(each -> each == was ? ended(was, next) : each));
    }
  }

  private static Agreement ended(Agreement before, Agreement next) {
    boolean earlier = before.until().map(end -> !end.isAfter(next.from())).orElse(false);
    return earlier ? before : before.ending(Optional.of(next.from()));
  }

  private List<CaseFile.Told> told(JsonNode events, String pointer, Agreement agreement) {
    ShortEvents reader = new ShortEvents(agreement.parties().getFirst(), agreement.currency());
    List<CaseFile.Told> told = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      String at = pointer + "/events/" + i;
      switch (reader.read(events.path(i))) {
        case ShortEvents.Reading.Read(CaseFile.Told each) -> told.add(each);
        case ShortEvents.Reading.Unreadable(String detail) -> fail(at, "event", detail);
      }
    }
    return told;
  }

  private Expectation expectation(JsonNode node, String at, Set<String> ids) {
    String event = node.path("of").asText();
    if (node.has("of") && !ids.contains(event)) {
      fail(at, "event-unknown", "No event of the case has the id " + event + ".");
    }
    String why = node.path("why").textValue();
    int line = tree.line(at);
    if (node.has("gives")) {
      return new Expectation.Gives(
          event,
          node.has("version")
              ? java.util.OptionalInt.of(node.path("version").intValue())
              : java.util.OptionalInt.empty(),
          amounts(node.path("gives")),
          why,
          line);
    }
    if (node.has("waits")) {
      return new Expectation.Waits(event, node.path("waits").textValue(), why, line);
    }
    if (node.has("earned")) {
      Map<String, Long> amounts = new TreeMap<>();
      node.path("earned").properties().forEach(each -> amounts.put(each.getKey(), amount(each)));
      return new Expectation.Earned(amounts, why, line);
    }
    if (node.has("balances")) {
      return new Expectation.Balances(amounts(node.path("balances")), why, line);
    }
    return new Expectation.Explains(
        event,
        node.path("term").textValue(),
        node.path("party").textValue(),
        node.path("formula").asText(),
        node.path("english").asText(),
        node.path("chinese").asText(),
        why,
        line);
  }

  /** Two levels of names to {@code outer inner}. */
  private static Map<String, Long> amounts(JsonNode outer) {
    Map<String, Long> amounts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : outer.properties()) {
      each.getValue()
          .properties()
          .forEach(inner -> amounts.put(each.getKey() + " " + inner.getKey(), amount(inner)));
    }
    return amounts;
  }

  private static long amount(Map.Entry<String, JsonNode> entry) {
    return entry.getValue().longValue();
  }

  private void fail(String pointer, String rule, String detail) {
    faults.add(new Fault(tree.line(pointer), pointer, rule, detail));
  }
}
