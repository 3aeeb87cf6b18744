package dev.hefu.policy.admit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.approval.Approval;
import dev.hefu.policy.approval.ApprovalKey;
import dev.hefu.policy.approval.ApprovalState;
import dev.hefu.policy.budget.AgreementUse;
import dev.hefu.policy.budget.Allowance;
import dev.hefu.policy.budget.Budget;
import dev.hefu.policy.budget.CountedSubject;
import dev.hefu.policy.budget.Exceeded;
import dev.hefu.policy.budget.SharingBudgets;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.IdempotencyKey;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.claim.Proposal;
import dev.hefu.policy.claim.Seen;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import dev.hefu.policy.fact.AgreementFact;
import dev.hefu.policy.fact.ConsentFact;
import dev.hefu.policy.fact.Earlier;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.fact.FigureFacts;
import dev.hefu.policy.fact.LinkFact;
import dev.hefu.policy.fact.ParticipantFact;
import dev.hefu.policy.fact.ProofFacts;
import dev.hefu.policy.fact.RulesFact;
import dev.hefu.policy.fact.Spent;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code cases/admission.yaml}, which says in its head what the words mean. */
final class AdmissionCases {
  static final String MALL = "mall";
  static final String PAY = "pay";

  private AdmissionCases() {}

  /** One case: what is known, what is claimed, and what must come of it. */
  record Case(
      String name, Facts facts, List<Claim> claims, List<String> expected, JsonNode expectedUses) {
    /** What came of it, in the words of the file. */
    List<String> verdicts(Admitted admitted) {
      return admitted.verdicts().stream().map(AdmissionCases::words).toList();
    }

    /** What is written of each consent, in the words of the file. */
    Map<String, String> uses(Admitted admitted) {
      Map<String, String> words = new TreeMap<>();
      for (ConsentUse use : admitted.uses().consents()) {
        String records = use.records() == use.total() ? "" : " records " + use.records();
        words.put(
            person("", use.consent()),
            use.total() + " / " + use.windowUsed() + " since " + use.windowStart() + records);
      }
      for (AgreementUse use : admitted.uses().agreements()) {
        words.put(code(use.budget()), use.used() + " since " + use.windowStart());
      }
      for (CountedSubject counted : admitted.uses().subjects()) {
        words.put("counted " + person("subject ", counted.subject()), "" + counted.windowStart());
      }
      for (FigureAnswer answer : admitted.uses().answers()) {
        words.put(
            "answered " + answer.question(), answer.day() + " in " + exchange(answer.exchange()));
      }
      for (Approval approval : admitted.uses().approvals()) {
        words.put(
            "approval " + person("", approval.key().consent()),
            approval.state() + " of " + exchange(approval.exchange()) + used(approval));
      }
      return words;
    }

    private static String used(Approval approval) {
      boolean again = approval.waits() && approval.state() != ApprovalState.WAITING;
      return (approval.used() == 0 ? "" : " used " + approval.used())
          + (again ? " asked again" : "");
    }

    private static String person(String prefix, UUID id) {
      return id.equals(id(prefix + "A")) ? "A" : "B";
    }
  }

  static List<Case> read() {
    try (InputStream in = AdmissionCases.class.getResourceAsStream("/cases/admission.yaml")) {
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

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer digest(String proof) {
    return ByteBuffer.wrap(proof.getBytes(StandardCharsets.UTF_8));
  }

  private static ApprovalKey approvalKey(String person) {
    return new ApprovalKey(
        id("agreement"), id(person), new DatasetVersion("payment-profile", 1), Tier.PSEUDONYMOUS);
  }

  private static String exchange(UUID exchange) {
    for (int i = 0; i < 10; i++) {
      if (id("E" + i).equals(exchange)) {
        return "E" + i;
      }
    }
    return exchange.toString();
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Permit permit -> "permit";
      case Verdict.Deny(ErrorCode reason, Exceeded exceeded) ->
          "deny " + reason.code() + (exceeded == null ? "" : words(exceeded));
      case Verdict.KeyConflict conflict -> "conflict " + exchange(conflict.exchange());
      case Verdict.Unproven(ErrorCode reason) -> "unproven " + reason.code();
      case Verdict.Replay replay ->
          "replay "
              + exchange(replay.exchange())
              + (replay.leafIndex().isPresent() ? " leaf " + replay.leafIndex().getAsLong() : "");
    };
  }

  private static String words(Exceeded exceeded) {
    String words = " " + code(exceeded.budget());
    return exceeded.opensAt() == null ? words : words + " until " + exceeded.opensAt();
  }

  /** Such as "consent-uses". */
  private static String code(Budget budget) {
    return budget.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
      Facts facts = facts();
      if (!used.containsAll(words.keySet())) {
        words.keySet().removeAll(used);
        throw new IllegalArgumentException(name + ": unknown facts " + words.keySet());
      }
      List<String> expected = new ArrayList<>();
      node.get("expect").forEach(each -> expected.add(each.asText()));
      return new Case(name, facts, claims(), expected, node.path("uses"));
    }

    private Facts facts() {
      Map<UUID, ConsentFact> consents = new HashMap<>();
      Map<UUID, LinkFact> links = new HashMap<>();
      for (String person : List.of("A", "B")) {
        if (!none(person)) {
          consents.put(id(person), consent(person));
        }
        link(links, person + ".consumerLink", person, MALL);
        link(links, person + ".providerLink", person, PAY);
      }
      Map<String, ParticipantFact> participants = new HashMap<>();
      participant(participants, MALL);
      participant(participants, PAY);
      return new Facts(
          instant("now", "2026-03-01T12:00:00Z"),
          consents,
          links,
          agreements(),
          participants,
          earlier(),
          rules(),
          figures(),
          proofs(),
          approvals());
    }

    private ProofFacts proofs() {
      Set<ByteBuffer> taken = new HashSet<>();
      JsonNode takenWord = word("proofs.taken");
      if (takenWord != null) {
        takenWord.forEach(one -> taken.add(digest(one.asText())));
      }
      JsonNode forgotten = word("proofs.forgottenUntil");
      return new ProofFacts(
          forgotten == null ? Long.MIN_VALUE : Instant.parse(forgotten.asText()).getEpochSecond(),
          taken);
    }

    /** Such as "APPROVED until 2026-03-02T00:00:00Z uses 2 used 1"; asked for by E0. */
    private Map<ApprovalKey, Approval> approvals() {
      Map<ApprovalKey, Approval> approvals = new HashMap<>();
      for (String person : List.of("A", "B")) {
        JsonNode said = word(person + ".approval");
        if (said != null) {
          String[] words = said.asText().split(" ", -1);
          Map<String, String> named = new HashMap<>();
          for (int i = 1; i < words.length; i += 2) {
            named.put(words[i], words[i + 1]);
          }
          ApprovalKey key = approvalKey(person);
          approvals.put(
              key,
              new Approval(
                  id("E0"),
                  key,
                  ApprovalState.valueOf(words[0]),
                  Instant.parse("2026-03-01T11:00:00Z"),
                  named.containsKey("until") ? Instant.parse(named.get("until")) : null,
                  named.containsKey("uses") ? Integer.valueOf(named.get("uses")) : null,
                  Integer.parseInt(named.getOrDefault("used", "0")),
                  words[0].equals("WAITING") || named.containsKey("asked")));
        }
      }
      return approvals;
    }

    private Map<String, RulesFact> rules() {
      Map<String, RulesFact> rules = new HashMap<>();
      rules.put("live", new RulesFact(null));
      JsonNode replaced = word("rules.before");
      if (replaced != null) {
        rules.put("before", new RulesFact(Instant.parse(replaced.asText())));
      }
      return rules;
    }

    private ConsentFact consent(String person) {
      Set<String> providers = new HashSet<>();
      JsonNode named = word(person + ".providers");
      if (named == null) {
        providers.add(PAY);
      } else {
        named.forEach(each -> providers.add(each.asText()));
      }
      Instant from = instant(person + ".validFrom", "2026-03-01T00:00:00Z");
      long total = Long.parseLong(text(person + ".total", "0"));
      return new ConsentFact(
          version(person),
          id("subject " + text(person + ".subject", person)),
          text(person + ".consumer", MALL),
          providers,
          ConsentState.valueOf(text(person + ".state", "GRANTED")),
          ConsentMode.valueOf(text(person + ".mode", "PERIODIC")),
          from,
          instant(person + ".validUntil", "2026-03-08T00:00:00Z"),
          allowance(text(person + ".limit", "")),
          word(person + ".maxRecords") == null
              ? null
              : Integer.valueOf(text(person + ".maxRecords", "")),
          total == 0
              ? null
              : new ConsentUse(
                  id(person),
                  total,
                  Long.parseLong(text(person + ".recordsUsed", Long.toString(total))),
                  instant(person + ".windowStart", from.toString()),
                  Integer.parseInt(text(person + ".windowUsed", Long.toString(total))),
                  from));
    }

    private static @Nullable Allowance allowance(String words) {
      String[] parts = words.split(" ", -1);
      return words.isEmpty()
          ? null
          : new Allowance(Integer.parseInt(parts[0]), Window.valueOf(parts[1]));
    }

    private void link(Map<UUID, LinkFact> links, String name, String person, String participant) {
      if (!none(name)) {
        links.put(
            id(name),
            new LinkFact(
                version(name),
                id("subject " + text(name + ".subject", person)),
                text(name + ".participant", participant),
                Boolean.parseBoolean(text(name + ".active", "true"))));
      }
    }

    private Map<UUID, AgreementFact> agreements() {
      if (none("agreement")) {
        return Map.of();
      }
      return Map.of(
          id("agreement"),
          new AgreementFact(
              version("agreement"),
              text("agreement.provider", PAY),
              text("agreement.consumer", MALL),
              Boolean.parseBoolean(text("agreement.signed", "true")),
              instant("agreement.validFrom", "2026-01-01T00:00:00Z"),
              instant("agreement.validUntil", "2027-01-01T00:00:00Z"),
              SharingBudgets.of(
                  allowance(text("agreement.records", "")),
                  allowance(text("agreement.subjects", ""))),
              spent()));
    }

    private Spent spent() {
      Map<Budget, AgreementUse> uses = new EnumMap<>(Budget.class);
      used(uses, Budget.AGREEMENT_RECORDS, text("agreement.recordsUsed", ""));
      used(uses, Budget.AGREEMENT_SUBJECTS, text("agreement.subjectsUsed", ""));
      Map<UUID, Instant> subjects = new HashMap<>();
      for (String person : List.of("A", "B")) {
        JsonNode counted = word(person + ".counted");
        if (counted != null) {
          subjects.put(id("subject " + person), Instant.parse(counted.asText()));
        }
      }
      return new Spent(uses, subjects);
    }

    private static void used(Map<Budget, AgreementUse> uses, Budget budget, String words) {
      String[] parts = words.split(" since ", -1);
      if (parts.length == 2) {
        uses.put(
            budget,
            new AgreementUse(
                id("agreement"), budget, Instant.parse(parts[1]), Long.parseLong(parts[0])));
      }
    }

    private void participant(Map<String, ParticipantFact> participants, String name) {
      if (!none(name)) {
        participants.put(
            name,
            new ParticipantFact(
                version(name).version(), Boolean.parseBoolean(text(name + ".suspended", "false"))));
      }
    }

    private Map<IdempotencyKey, Earlier> earlier() {
      Map<IdempotencyKey, Earlier> earlier = new HashMap<>();
      JsonNode keys = word("earlier");
      if (keys != null) {
        keys.fields()
            .forEachRemaining(
                each -> {
                  String[] key = each.getKey().split("/", -1);
                  String[] was = each.getValue().asText().split(" ", -1);
                  earlier.put(
                      new IdempotencyKey(key.length == 2 ? key[0] : MALL, key[key.length - 1]),
                      new Earlier(id(was[0]), Long.parseLong(was[2]), was[4], basis(was)));
                });
      }
      return earlier;
    }

    private static @Nullable String basis(String[] earlier) {
      String basis = earlier.length > 6 ? earlier[6] : "basis";
      return basis.equals("nothing") ? null : basis;
    }

    private List<Claim> claims() {
      List<Claim> claims = new ArrayList<>();
      for (JsonNode claim : node.get("claims")) {
        claims.add(claim(claim, id("E" + (claims.size() + 1))));
      }
      return claims;
    }

    private static Claim claim(JsonNode claim, UUID exchange) {
      String consent = claim.path("consent").asText("A");
      String links = claim.path("links").asText(consent);
      Personal personal =
          new Personal(
              new FactVersion(id(consent), 1),
              new FactVersion(id(links + ".consumerLink"), 1),
              new FactVersion(id(links + ".providerLink"), 1));
      return new Claim(
          exchange,
          MALL,
          PAY,
          proof(claim),
          new Seen(
              1,
              1,
              claim.has("agreement") ? null : new FactVersion(id("agreement"), 1),
              claim.has("person") ? null : personal,
              claim.has("rules") ? claim.get("rules").asText() : null,
              !claim.has("budgets")),
          claim.has("key") ? claim.get("key").asText() : null,
          claim.path("digest").asText("digest"),
          proposal(claim),
          claim.path("cited").asBoolean(true));
    }

    private static @Nullable Proof proof(JsonNode claim) {
      return claim.has("proof")
          ? new Proof(
              digest(claim.get("proof").asText()),
              Instant.parse(claim.path("issued").asText("2026-03-01T12:00:00Z")).getEpochSecond())
          : null;
    }

    private static Proposal proposal(JsonNode claim) {
      String approval = claim.path("approval").asText("");
      if (approval.equals("missing")) {
        return new Proposal.Await(approvalKey(claim.path("consent").asText("A")));
      }
      if (claim.has("deny")) {
        return new Proposal.Deny(ErrorCode.of(claim.get("deny").asText()).orElseThrow());
      }
      if (claim.has("figure")) {
        FactVersion any = new FactVersion(id("counted"), 1);
        return new Proposal.Figure(
            claim.get("figure").asText(),
            LocalDate.parse(claim.path("day").asText("2026-03-01")),
            claim.path("again").asBoolean(false) ? "" : "told",
            Collections.nCopies(claim.path("counted").asInt(0), new Personal(any, any, any)),
            claim.path("repeated").asBoolean(false));
      }
      return new Proposal.Permit(
          claim.path("records").asInt(1),
          claim.path("basis").asText("basis"),
          approval.equals("needed") ? approvalKey(claim.path("consent").asText("A")) : null);
    }

    private FigureFacts figures() {
      Map<UUID, Integer> standing = new HashMap<>();
      JsonNode standingWord = word("figures.standing");
      if (standingWord != null) {
        standingWord
            .fields()
            .forEachRemaining(one -> standing.put(id(one.getKey()), one.getValue().asInt()));
      }
      Set<String> answered = new HashSet<>();
      JsonNode answeredWord = word("figures.answered");
      if (answeredWord != null) {
        answeredWord.forEach(one -> answered.add(one.asText()));
      }
      return new FigureFacts(
          standing,
          answered,
          Map.of(id("agreement"), Integer.parseInt(text("figures.asked", "0"))));
    }

    private @Nullable JsonNode word(String name) {
      used.add(name);
      return words.get(name);
    }

    private boolean none(String name) {
      return text(name, "").equals("none");
    }

    private String text(String name, String otherwise) {
      JsonNode word = word(name);
      return word == null ? otherwise : word.asText();
    }

    private Instant instant(String name, String otherwise) {
      return Instant.parse(text(name, otherwise));
    }

    private FactVersion version(String name) {
      return new FactVersion(id(name), Integer.parseInt(text(name + ".version", "1")));
    }
  }
}
