package dev.hefu.settlement.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.Base;
import dev.hefu.settlement.agreement.ExchangeRule;
import dev.hefu.settlement.agreement.Term;
import dev.hefu.settlement.proof.AgreementProof;
import dev.hefu.settlement.proof.Fault;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A document in YAML or JSON to an {@link Agreement}, or to everything that is wrong with it. */
public final class AgreementReader {
  /** 64 terms with tables of 1,000 rows are smaller. */
  public static final int MAX_BYTES = 128 * 1024;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.beside(AgreementReader.class, "revenue-agreement-1.schema.json");

  /** Largest line of an agreement that does not say. */
  private static final long DEFAULT_LARGEST_LINE = 1_000_000_000L;

  private final DocumentTree tree;
  private final List<Fault> faults = new ArrayList<>();

  private AgreementReader(DocumentTree tree) {
    this.tree = tree;
  }

  /** Reads and proves. */
  public static AgreementReading read(byte[] document) {
    return read(DocumentTree.read(document, MAX_BYTES));
  }

  /** Reads and proves what was parsed already. */
  public static AgreementReading read(DocumentTree tree) {
    Optional<JsonNode> root = tree.root();
    if (root.isEmpty()) {
      return new AgreementReading.Faulty(List.of(tree.fault().orElseThrow()));
    }
    return new AgreementReader(tree).read(root.get());
  }

  /**
   * Reads what was proved when it was kept. What has come to be proved since is not held against
   * it: its parties signed it as it is.
   *
   * @throws IllegalStateException if it cannot be read, which it could
   */
  public static Agreement kept(String document) {
    DocumentTree tree = DocumentTree.read(document.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    AgreementReader reader = new AgreementReader(tree);
    Optional<Agreement> agreement = tree.root().flatMap(reader::agreement);
    return agreement.orElseThrow(
        () -> new IllegalStateException("a kept agreement has faults: " + reader.faults));
  }

  private AgreementReading read(JsonNode root) {
    Optional<Agreement> agreement = agreement(root);
    agreement.ifPresent(
        each -> new AgreementProof(each).faults().forEach(fault -> faults.add(placed(fault))));
    return agreement.isPresent() && faults.isEmpty()
        ? new AgreementReading.Read(agreement.get(), CanonicalJson.text(root))
        : new AgreementReading.Faulty(List.copyOf(faults));
  }

  /** Without any proof; empty if there are faults. */
  private Optional<Agreement> agreement(JsonNode root) {
    faults.addAll(SCHEMA.faults(tree, root));
    if (!faults.isEmpty()) {
      return Optional.empty();
    }
    List<Term> terms = new TermReader(tree, faults).terms(root.path("terms"), "/terms");
    Agreement agreement = agreement(root, terms);
    return faults.isEmpty() ? Optional.of(agreement) : Optional.empty();
  }

  /** A fault of a member of the whole document is where that member stands. */
  private Fault placed(Fault fault) {
    return fault.line() == 0 && fault.where().startsWith("/")
        ? new Fault(tree.line(fault.where()), fault.where(), fault.rule(), fault.detail())
        : fault;
  }

  private Agreement agreement(JsonNode root, List<Term> terms) {
    List<String> parties = new ArrayList<>();
    root.path("parties").forEach(party -> parties.add(party.textValue()));
    LocalDate from = date(root, "from");
    Optional<LocalDate> until =
        root.has("until") ? Optional.of(date(root, "until")) : Optional.empty();
    if (until.isPresent() && !until.get().isAfter(from)) {
      fail("/until", "until-not-after-from", until.get() + " is not after " + from + ".");
    }
    if (root.has("continues") && root.path("version").intValue() == 1) {
      fail("/continues", "continues-nothing", "Version 1 has no version before it.");
    }
    return new Agreement(
        root.path("name").textValue(),
        root.path("version").intValue(),
        root.has("continues"),
        root.path("title").path("en").textValue(),
        root.path("title").path("zh").textValue(),
        root.path("currency").textValue(),
        from,
        until,
        zone(root),
        parties,
        TermReader.selector(root.path("selects")),
        (Base.Plain) Base.of(root.path("divides").asText("paid")).orElseThrow(),
        root.path("largestLineMinor").asLong(DEFAULT_LARGEST_LINE),
        root.path("shortfall").asText().equals("reduce"),
        exchanges(root),
        terms);
  }

  private static List<ExchangeRule> exchanges(JsonNode root) {
    List<ExchangeRule> exchanges = new ArrayList<>();
    for (JsonNode each : root.path("exchange")) {
      exchanges.add(
          new ExchangeRule(
              each.path("currency").textValue(),
              each.path("quoted").asText().equals("foreign-per-own"),
              each.path("difference").textValue()));
    }
    return exchanges;
  }

  private LocalDate date(JsonNode root, String name) {
    try {
      return LocalDate.parse(root.path(name).textValue());
    } catch (DateTimeException e) {
      fail("/" + name, "no-such-date", root.path(name).textValue() + " is no date.");
      return LocalDate.EPOCH;
    }
  }

  private ZoneId zone(JsonNode root) {
    try {
      return ZoneId.of(root.path("zone").asText("UTC"));
    } catch (DateTimeException e) {
      fail("/zone", "no-such-zone", root.path("zone") + " is no IANA name such as Asia/Shanghai.");
      return ZoneId.of("UTC");
    }
  }

  private void fail(String pointer, String rule, String detail) {
    faults.add(new Fault(tree.line(pointer), pointer, rule, detail));
  }
}
