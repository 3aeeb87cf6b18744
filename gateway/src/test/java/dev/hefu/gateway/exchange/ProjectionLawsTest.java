package dev.hefu.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.record.RecordCheck;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.gateway.exchange.ProjectionWorld.Given;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.dataset.RecordScope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * What is released is a subset of what is permitted, whatever the schema, the consent, the
 * agreement and the provider: the real rules decide, the real projection minimises, and a naive
 * reading of the law, which shares nothing with them, judges every field that is left.
 */
final class ProjectionLawsTest {
  private static final EmbeddedEngine ENGINE = new EmbeddedEngine(1, Duration.ofSeconds(30));
  private static final PrivateKeySet PROVIDER = ProjectionWorld.PROVIDER_KEYS;
  private static final Set<Mask> CONCEALING = Set.of(Mask.YEAR, Mask.REGION, Mask.BAND);

  @AfterContainer
  static void close() {
    ENGINE.close();
  }

  @Property(tries = 400)
  void releasedCellsAreASubsetOfThePermitted(@ForAll("givens") Given given) {
    Ruling ruling = ENGINE.decide(given.input());
    if (ruling.decision() instanceof Decision.Permit) {
      assertEquals(List.of(), faults(given, sent(given), left(given, ruling)));
    } else {
      assertInstanceOf(Decision.Deny.class, ruling.decision());
    }
  }

  /** The judge is no rubber stamp: the record as the provider sent it does not pass. */
  @Example
  void withoutTheProjectionTheJudgeObjects() {
    int objected = 0;
    for (Given given : ProjectionWorld.samples(60)) {
      SignedRecord sent = sent(given);
      objected += faults(given, sent, sent).isEmpty() ? 0 : 1;
    }
    assertTrue(objected > 30, "the judge objected to " + objected + " of 60 plain records");
  }

  /** Neither all denied nor all empty: otherwise the law would hold for nothing. */
  @Example
  void muchIsReleasedAndMuchIsMasked() {
    int plain = 0;
    int masked = 0;
    int nested = 0;
    for (Given given : ProjectionWorld.samples(300)) {
      Ruling ruling = ENGINE.decide(given.input());
      if (ruling.decision() instanceof Decision.Permit) {
        for (var cell : left(given, ruling).cells().entrySet()) {
          String name = cell.getKey();
          plain += name.indexOf(Mask.MARK) < 0 ? 1 : 0;
          masked += name.indexOf(Mask.MARK) < 0 ? 0 : 1;
          nested += cell.getValue().findValues("day").size();
        }
      }
    }
    assertTrue(
        plain > 30 && masked > 10 && nested > 10,
        "%d plain and %d masked cells, %d dated records".formatted(plain, masked, nested));
  }

  @Example
  void whatAProviderSendsBeyondItsSchemaIsCounted() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    for (Given given : ProjectionWorld.samples(100)) {
      Ruling ruling = ENGINE.decide(given.input());
      if (ruling.decision() instanceof Decision.Permit permit) {
        Projection.of(text(given), given.decided(ruling), permit, new SchemaAlarm(metrics));
      }
    }
    for (String why : List.of("schema", "scope", "unasked")) {
      assertTrue(metrics.get(SchemaAlarm.DROPPED).tag("why", why).counter().count() > 0, why);
    }
    metrics
        .getMeters()
        .forEach(
            meter ->
                meter
                    .getId()
                    .getTags()
                    .forEach(
                        tag ->
                            assertTrue(
                                Set.of("wallet", "generated", "schema", "scope", "unasked")
                                    .contains(tag.getValue()),
                                tag.toString())));
  }

  private static String text(Given given) {
    RecordHeader header =
        new RecordHeader(
            "wallet",
            "market",
            ProjectionWorld.EXCHANGE.toString(),
            ProjectionWorld.NOON,
            "generated",
            "1");
    return SignedRecord.issue(Signer.of(PROVIDER), header, given.answer());
  }

  private static SignedRecord sent(Given given) {
    return verified(
        SignedRecord.verifyWithVariants(
            text(given),
            Verifier.of(PROVIDER.toPublic()),
            "market",
            ProjectionWorld.EXCHANGE.toString()));
  }

  /** What is left, as the consumer reads it: it takes no record with two variants of one cell. */
  private static SignedRecord left(Given given, Ruling ruling) {
    Projection projection =
        Projection.of(
            text(given),
            given.decided(ruling),
            (Decision.Permit) ruling.decision(),
            new SchemaAlarm(new SimpleMeterRegistry()));
    String record = assertInstanceOf(Projection.Minimised.class, projection).record();
    return verified(
        SignedRecord.verify(
            record,
            Verifier.of(PROVIDER.toPublic()),
            "market",
            ProjectionWorld.EXCHANGE.toString()));
  }

  private static SignedRecord verified(RecordCheck check) {
    return assertInstanceOf(RecordCheck.Valid.class, check, check::toString).record();
  }

  /** What the law has against a record, read naively. */
  private static List<String> faults(Given given, SignedRecord sent, SignedRecord left) {
    List<String> faults = new ArrayList<>();
    left.cells()
        .forEach(
            (variant, fields) -> {
              if (!fields.equals(sent.cells().get(variant))) {
                faults.add(variant + " was altered");
              }
              int mark = variant.indexOf(Mask.MARK);
              String name = mark < 0 ? variant : variant.substring(0, mark);
              Optional<Mask> mask =
                  mark < 0 ? Optional.empty() : Mask.of(variant.substring(mark + 1));
              Optional<Cell> cell = given.asked().dataset().cell(name);
              if (cell.isEmpty()) {
                faults.add(variant + " is no cell of the dataset");
              } else {
                cell(given, cell.get(), mask, fields, faults);
              }
            });
    return faults;
  }

  private static void cell(
      Given given, Cell cell, Optional<Mask> mask, ObjectNode fields, List<String> faults) {
    Tier tier = given.asked().request().tier();
    if (!given.terms().categories().contains(cell.category())) {
      faults.add(cell.name() + " is of a category that was not consented to");
    }
    if (cell.classification() == Classification.SENSITIVE
        && tier != Tier.AGGREGATE
        && !given.terms().separate().sensitive()) {
      faults.add(cell.name() + " is sensitive");
    }
    boolean identifying =
        cell.category() == Category.IDENTITY || cell.category() == Category.CONTACT;
    boolean coarse = mask.filter(CONCEALING::contains).isPresent();
    if (tier != Tier.IDENTIFIED && identifying && !coarse) {
      faults.add(cell.name() + " says who the person is");
    }
    boolean narrows =
        cell.category() == Category.LOCATION || cell.classification() == Classification.SENSITIVE;
    if (tier != Tier.IDENTIFIED
        && narrows
        && cell.masks().stream().anyMatch(CONCEALING::contains)
        && !coarse) {
      faults.add(cell.name() + " is told more exactly than it must be");
    }
    fields
        .properties()
        .forEach(
            field -> {
              if (!cell.fields().contains(field.getKey())) {
                faults.add(cell.name() + " has a field that is not its own");
              }
              if (mask.isPresent() && ProjectionWorld.isPlain(field.getValue())) {
                faults.add(cell.name() + " has a plain value under a mask");
              }
              if (isForeign(field.getValue())) {
                faults.add(cell.name() + " has a member that the schema does not name");
              }
              if (!given.terms().records().equals(RecordScope.ALL)
                  && !isOfSpring(field.getValue())) {
                faults.add(cell.name() + " has a record of another season");
              }
            });
  }

  /** What no schema here names: a member, or a value that is neither text, list nor object. */
  private static boolean isForeign(JsonNode value) {
    return value.isObject()
        ? value
            .propertyStream()
            .anyMatch(
                member ->
                    !ProjectionWorld.NAMED.contains(member.getKey())
                        || isForeign(member.getValue()))
        : value.isArray()
            ? value.valueStream().anyMatch(each -> !each.isObject() || isForeign(each))
            : !value.isTextual();
  }

  /** Whether every record in every list, at whatever depth, says a day of spring. */
  private static boolean isOfSpring(JsonNode value) {
    boolean records =
        !value.isArray()
            || value
                .valueStream()
                .allMatch(record -> record.path("day").asText().matches("2026-0[345]-.*"));
    return records && value.valueStream().allMatch(ProjectionLawsTest::isOfSpring);
  }

  @Provide
  Arbitrary<Given> givens() {
    return Arbitraries.longs().map(ProjectionWorld::given);
  }
}
