package dev.hefu.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hefu.policy.World;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingApprovals;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.input.Ask;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.DecisionInput;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.dataset.RecordScope;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code cases/decision.yaml}, which says in its head what the words mean. */
final class DecisionCases {
  private DecisionCases() {}

  /**
   * One case.
   *
   * @param duties the obligations in the words of the file; empty if the case does not say
   */
  record Case(String name, DecisionInput input, String expected, String duties) {}

  static List<Case> read() {
    try (InputStream in = DecisionCases.class.getResourceAsStream("/cases/decision.yaml")) {
      List<Case> cases = new ArrayList<>();
      for (JsonNode node :
          new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(in))) {
        cases.add(new CaseReader(node).read());
      }
      return cases;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String words(Decision decision) {
    return switch (decision) {
      case Decision.Permit permit ->
          "permit "
              + permit.cells().stream()
                  .map(PermittedCell::released)
                  .collect(Collectors.joining(" "));
      case Decision.Deny deny ->
          "deny " + deny.reasons().stream().map(ErrorCode::code).collect(Collectors.joining(" "));
      case Decision.Unavailable unavailable -> unavailable.toString();
    };
  }

  static String duties(Decision decision) {
    if (!(decision instanceof Decision.Permit permit)) {
      return "";
    }
    Obligations duties = permit.obligations();
    return (duties.pseudonymise() ? "pseudonymise, " : "")
        + "group of "
        + duties.smallestGroup()
        + (duties.dataLifeDays() == null ? "" : ", " + duties.dataLifeDays() + " days")
        + (duties.approval() ? ", approval" : "");
  }

  /** Reads one case; every word of it must be used. */
  private static final class CaseReader {
    private final JsonNode node;
    private final Map<String, JsonNode> words = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    CaseReader(JsonNode node) {
      this.node = node;
      node.path("facts")
          .fields()
          .forEachRemaining(each -> words.put(each.getKey(), each.getValue()));
    }

    Case read() {
      String name = node.get("case").asText();
      DecisionInput input =
          new DecisionInput(
              World.NOON,
              ask(),
              new Candidate(agreement(), person()),
              cells(),
              Integer.parseInt(text("subjects", "1")),
              Boolean.parseBoolean(text("abroad", "false")),
              Boolean.parseBoolean(text("minor", "false")));
      words.keySet().removeAll(used);
      if (!words.isEmpty()) {
        throw new IllegalArgumentException(name + ": unknown facts " + words.keySet());
      }
      return new Case(name, input, node.get("expect").asText(), node.path("duties").asText(""));
    }

    private Ask ask() {
      return new Ask(
          World.MALL,
          World.PAY,
          DatasetVersion.parse(text("dataset", "payment-profile/1")),
          purpose("purpose"),
          tier("tier"),
          "customer",
          null);
    }

    private @Nullable Standing agreement() {
      if (text("agreement", "").equals("none")) {
        return null;
      }
      return new Standing(
          UUID.randomUUID(),
          2,
          AgreementState.valueOf(text("agreement.state", "SIGNED")),
          new SharingTerms(
              World.PAY,
              World.MALL,
              Set.of(World.PROFILE, new DatasetVersion("purchase-history", 1)),
              list("agreement.purposes", List.of("recommendation", "service")).stream()
                  .map(code -> Purpose.of(code).orElseThrow())
                  .collect(Collectors.toSet()),
              tier("agreement.highestTier"),
              instant("agreement.validFrom", "2026-01-01T00:00:00Z"),
              instant("agreement.validUntil", "2027-01-01T00:00:00Z"),
              null,
              approvals()));
    }

    private @Nullable SharingApprovals approvals() {
      List<String> datasets = list("agreement.approvals", List.of());
      return datasets.isEmpty()
          ? null
          : new SharingApprovals(
              datasets.stream().map(DatasetVersion::parse).collect(Collectors.toSet()),
              tier("agreement.approvals.fromTier"));
    }

    private Candidate.@Nullable Person person() {
      if (text("consent", "").equals("none")) {
        return null;
      }
      FactVersion any = new FactVersion(UUID.randomUUID(), 1);
      Consent consent =
          new Consent(
              any.id(),
              1,
              ConsentState.valueOf(text("consent.state", "GRANTED")),
              UUID.randomUUID(),
              "subject-reference",
              "consumer-reference",
              terms(),
              World.NOTICE,
              null,
              World.NOON,
              World.NOON);
      return new Candidate.Person(
          consent,
          Boolean.parseBoolean(text("consent.linked", "true")),
          true,
          new Personal(any, any, any),
          "account",
          null);
    }

    private ConsentTerms terms() {
      String days = text("consent.dataLifeDays", "30");
      List<String> separate = list("consent.separate", List.of("recipient", "sensitive"));
      return new ConsentTerms(
          Set.of(World.PAY),
          World.MALL,
          purpose("consent.purpose"),
          list("consent.categories", List.of("payment", "purchase", "contact")).stream()
              .map(code -> Category.of(code).orElseThrow())
              .collect(Collectors.toSet()),
          tier("consent.highestTier"),
          instant("consent.validFrom", "2026-03-01T00:00:00Z"),
          instant("consent.validUntil", "2026-03-08T00:00:00Z"),
          ConsentMode.valueOf(text("consent.mode", "PERIODIC")),
          null,
          null,
          days.equals("none") ? null : Duration.ofDays(Long.parseLong(days)),
          RecordScope.ALL,
          LegalBasis.CONSENT,
          new SeparateConsents(
              separate.contains("recipient"),
              separate.contains("sensitive"),
              separate.contains("abroad"),
              separate.contains("guardian")));
    }

    private List<Cell> cells() {
      return list("cells", List.of("payment.sensitive", "payment.personal", "contact.personal"))
          .stream()
          .map(CaseReader::cell)
          .toList();
    }

    private static Cell cell(String name) {
      String[] parts = name.split("\\.", 3);
      return new Cell(
          name,
          Category.of(parts[0]).orElseThrow(),
          Classification.valueOf(parts[1].toUpperCase(Locale.ROOT)),
          List.of("field"),
          parts.length == 2
              ? List.of()
              : Stream.of(parts[2].split("-", -1))
                  .map(Mask::of)
                  .map(Optional::orElseThrow)
                  .toList());
    }

    private Purpose purpose(String name) {
      return Purpose.of(text(name, "recommendation")).orElseThrow();
    }

    private Tier tier(String name) {
      return Tier.valueOf(text(name, "PSEUDONYMOUS"));
    }

    private Instant instant(String name, String otherwise) {
      return Instant.parse(text(name, otherwise));
    }

    private List<String> list(String name, List<String> otherwise) {
      used.add(name);
      JsonNode word = words.get(name);
      if (word == null) {
        return otherwise;
      }
      List<String> values = new ArrayList<>();
      word.forEach(each -> values.add(each.asText()));
      return values;
    }

    private String text(String name, String otherwise) {
      used.add(name);
      JsonNode word = words.get(name);
      return word == null ? otherwise : word.asText();
    }
  }
}
