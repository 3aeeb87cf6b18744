package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.policy.agreement.SharingTerms;
import dev.hefu.policy.agreement.Standing;
import dev.hefu.policy.claim.FactVersion;
import dev.hefu.policy.claim.Personal;
import dev.hefu.policy.claim.Proof;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentTerms;
import dev.hefu.policy.consent.Notice;
import dev.hefu.policy.consent.SeparateConsents;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.input.Candidate;
import dev.hefu.policy.input.InputText;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.LegalBasis;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.dataset.DatasetReading;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.exchange.ExchangeRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

/** Generated exchanges up to the provider's answer, the same for the same seed. */
final class ProjectionWorld {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID EXCHANGE = UUID.fromString("7f9c2a4e-0000-4000-8000-000000000001");
  static final PrivateKeySet PROVIDER_KEYS = PrivateKeySet.generate();
  private static final Proof PROOF = new Proof(ByteBuffer.allocate(32), 0);
  private static final PrivateKeySet CONSUMER_KEYS = PrivateKeySet.generate();
  private static final List<String> PLAIN =
      List.of("13012345678", "1987-05-20", "110105", "a plain text");
  private static final List<String> MASKED = List.of("5678", "1987", "110000", "100-199");

  /** Definitions that lead over another; lists of dated records, at the top and within. */
  private static final String FRAME =
      """
      {"type": "object", "additionalProperties": false,
       "$defs": {"visit": {"type": "object", "properties": {
                   "day": {"type": "string", "format": "date"}, "shop": {"type": "string"}}},
                 "home": {"$ref": "#/$defs/place"},
                 "place": {"type": "object", "properties": {
                   "city": {"type": "string"},
                   "visits": {"type": "array", "items": {"$ref": "#/$defs/visit"}}}}}}
      """;

  /** What the schema names below a field. */
  static final Set<String> NAMED = Set.of("day", "shop", "city", "visits");

  static final RecordScope SPRING =
      new RecordScope(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-05-31"), List.of());

  private ProjectionWorld() {}

  /** An exchange, and what its provider answers: honest, careless or hostile. */
  record Given(
      Asked asked, Candidate candidate, ConsentTerms terms, Map<String, ObjectNode> answer) {
    InputText input() {
      return asked.input(candidate).text();
    }

    /** The exchange as the rules decided on it. */
    Decided decided(Ruling ruling) {
      return new Decided(EXCHANGE, asked, candidate, input(), ruling);
    }
  }

  static List<Given> samples(int count) {
    return LongStream.range(0, count).mapToObj(ProjectionWorld::given).toList();
  }

  static boolean isPlain(JsonNode value) {
    return PLAIN.contains(value.asText());
  }

  static Given given(long seed) {
    Random random = new Random(seed);
    Dataset dataset = dataset(random);
    Tier tier = some(random, Tier.values());
    Purpose purpose = random.nextInt(3) == 0 ? Purpose.DELIVERY : Purpose.RECOMMENDATION;
    ConsentTerms terms = terms(random, purpose);
    ExchangeRequest request =
        new ExchangeRequest("wallet", "generated", 1, purpose, tier, "customer", null);
    Asked asked =
        new Asked(
            participant("market", CONSUMER_KEYS),
            () -> PROOF,
            participant("wallet", PROVIDER_KEYS),
            dataset,
            request,
            "key",
            "digest",
            NOON);
    return new Given(
        asked,
        new Candidate(agreement(random, purpose), person(terms)),
        terms,
        answer(random, dataset));
  }

  private static Participant participant(String id, PrivateKeySet keys) {
    return new Participant(
        id,
        id,
        id,
        ParticipantKind.PLATFORM,
        "CN",
        null,
        null,
        keys.toPublic(),
        false,
        false,
        1,
        NOON);
  }

  private static Dataset dataset(Random random) {
    ObjectNode schema = ((ObjectNode) StrictJson.trusted(FRAME.getBytes(StandardCharsets.UTF_8)));
    ObjectNode properties = schema.putObject("properties");
    int fields = 1 + random.nextInt(10);
    for (int i = 0; i < fields; i++) {
      ObjectNode field = properties.putObject("f" + i);
      field.put("x-category", some(random, Category.values()).code());
      field.put("x-classification", some(random, Classification.values()).name());
      String shape = some(random, "text", "text", "text", "list", "home");
      switch (shape) {
        case "list" -> field.put("type", "array").putObject("items").put("$ref", "#/$defs/visit");
        case "home" -> field.put("$ref", "#/$defs/home");
        default -> field.put("type", "string");
      }
      if (!shape.equals("text")) {
        continue;
      }
      Set<Mask> masks = EnumSet.noneOf(Mask.class);
      for (int j = random.nextInt(3); j > 0; j--) {
        masks.add(some(random, Mask.values()));
      }
      masks.forEach(mask -> field.withArray("x-masks").add(mask.code()));
    }
    return ((DatasetReading.Accepted) Dataset.of("generated", 1, schema)).dataset();
  }

  private static ConsentTerms terms(Random random, Purpose purpose) {
    Set<Category> categories = EnumSet.of(some(random, Category.values()));
    for (Category category : Category.values()) {
      if (random.nextInt(3) > 0) {
        categories.add(category);
      }
    }
    return new ConsentTerms(
        Set.of("wallet"),
        "market",
        purpose,
        categories,
        random.nextInt(4) > 0 ? Tier.IDENTIFIED : some(random, Tier.values()),
        NOON,
        NOON.plus(Duration.ofDays(1)),
        ConsentMode.PERIODIC,
        null,
        null,
        null,
        random.nextBoolean() ? RecordScope.ALL : SPRING,
        LegalBasis.CONSENT,
        new SeparateConsents(
            random.nextInt(8) > 0, random.nextBoolean(), random.nextBoolean(), false));
  }

  private static Standing agreement(Random random, Purpose purpose) {
    return new Standing(
        UUID.randomUUID(),
        1,
        AgreementState.SIGNED,
        new SharingTerms(
            "wallet",
            "market",
            Set.of(new DatasetVersion("generated", 1)),
            Set.of(purpose),
            random.nextInt(4) > 0 ? Tier.IDENTIFIED : some(random, Tier.values()),
            NOON,
            NOON.plus(Duration.ofDays(1)),
            null));
  }

  private static Candidate.Person person(ConsentTerms terms) {
    FactVersion any = new FactVersion(UUID.randomUUID(), 1);
    Consent consent =
        new Consent(
            any.id(),
            1,
            ConsentState.GRANTED,
            UUID.randomUUID(),
            "subject-reference",
            "consumer-reference",
            terms,
            new Notice("data-sharing", 1, "zh", "digest"),
            null,
            NOON,
            NOON);
    return new Candidate.Person(consent, true, true, new Personal(any, any, any), "account", null);
  }

  /** Every cell and every variant, well or badly filled, and cells that nobody knows. */
  private static Map<String, ObjectNode> answer(Random random, Dataset dataset) {
    Map<String, ObjectNode> answer = new LinkedHashMap<>();
    for (Cell cell : dataset.cells()) {
      if (random.nextInt(6) > 0) {
        answer.put(cell.name(), fields(random, dataset, cell, PLAIN));
      }
      for (Mask mask : Mask.values()) {
        if (cell.masks().contains(mask) || random.nextInt(4) == 0) {
          List<String> values =
              random.nextInt(4) == 0 ? PLAIN : List.of(MASKED.get(mask.ordinal()));
          answer.put(mask.variant(cell.name()), fields(random, dataset, cell, values));
        }
      }
    }
    answer.put("identity.secret", object().put("name", some(random, PLAIN.toArray(String[]::new))));
    return answer;
  }

  private static ObjectNode fields(Random random, Dataset dataset, Cell cell, List<String> values) {
    ObjectNode fields = object();
    for (String field : cell.fields()) {
      JsonNode schema = dataset.schema().path("properties").path(field);
      if (schema.path("type").asText().equals("string") || random.nextInt(8) == 0) {
        fields.put(field, values.get(random.nextInt(values.size())));
      } else if (schema.has("$ref")) {
        fields.set(field, smuggling(random, object().put("city", "Xi an")));
        fields.withObject("/" + field).set("visits", visits(random));
      } else {
        fields.set(field, visits(random));
      }
    }
    switch (random.nextInt(8)) {
      case 0 -> fields.put("f9", "smuggled");
      case 1 -> fields.put("unknown", "smuggled");
      case 2 -> fields.putObject(cell.fields().getFirst()).put("smuggled", true);
      case 3 -> fields.put(cell.fields().getFirst(), 7);
      default -> {}
    }
    return fields;
  }

  /** Records of all seasons, mostly; what is no record, and what says no day, now and then. */
  private static ArrayNode visits(Random random) {
    ArrayNode visits = JsonNodeFactory.instance.arrayNode();
    String other = random.nextInt(3) == 0 ? "2025-12-31" : "2026-05-31";
    for (int i = random.nextInt(3); i > 0; i--) {
      ObjectNode visit = object().put("day", some(random, "2026-03-01", other));
      visits.add(smuggling(random, visit.put("shop", "corner")));
    }
    switch (random.nextInt(16)) {
      case 0 -> visits.add("smuggled");
      case 1 -> visits.addObject().put("shop", "corner");
      case 2 -> visits.addArray().addObject().put("smuggled", true);
      default -> {}
    }
    return visits;
  }

  private static ObjectNode smuggling(Random random, ObjectNode object) {
    switch (random.nextInt(24)) {
      case 0 -> object.put("smuggled", "text");
      case 1 -> object.putObject("shop").put("smuggled", true);
      default -> {}
    }
    return object;
  }

  @SafeVarargs
  private static <T> T some(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
