package dev.hefu.schemas.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetTest {
  private static final Dataset PURCHASES = Dataset.builtIn("purchase-history", 1).orElseThrow();
  private static final Dataset PAYMENTS = Dataset.builtIn("payment-profile", 1).orElseThrow();

  @Test
  void fieldsOfEqualCareAreOneCell() {
    assertEquals(
        List.of("contact.personal", "purchase.personal", "payment.sensitive", "location.personal"),
        PURCHASES.cells().stream().map(Cell::name).toList());
    assertEquals(
        List.of("payment.personal", "payment.sensitive"),
        PAYMENTS.cells().stream().map(Cell::name).toList());
    assertEquals(
        List.of("merchantCategories", "creditBand"),
        PAYMENTS.cell("payment.sensitive").orElseThrow().fields());
    assertEquals(Optional.empty(), PAYMENTS.cell("purchase.personal"));
  }

  @Test
  void onlyWhatComesWithTheLibraryIsBuiltIn() {
    assertEquals(Optional.empty(), Dataset.builtIn("purchase-history", 2));
    assertEquals(Optional.empty(), Dataset.builtIn("no-such", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; 0",
        "{'city':'Xi an'}; 0",
        "{'methods':['card','wallet']}; 0",
        "{'purchases':[]}; 0",
        "{'purchases':[{'product':'tea'},{'product':'tea'}]}; 2",
        "{'purchases':[{'product':'tea'}],'months':[{'month':'2026-01'},{'month':'2026-02'}]}; 3",
        "{'orders':[{'lines':[{'product':'tea'},{'product':'cup'}]}]}; 1",
        "{'history':{'visits':[{'shop':'corner'},{'shop':'main'}]}}; 2",
        "{'days':[[{'shop':'corner'}],[{'shop':'main'},'closed']]}; 2",
      })
  void recordsAreTheObjectsInLists(String fields, int records) {
    assertEquals(records, Dataset.records(json(fields.replace('\'', '"'))));
  }

  @Test
  void aGoodCellIsClean() {
    CellCheck check =
        PURCHASES.validateCell(
            "purchase.personal",
            json(
                """
                {"purchases": [{"date": "2026-06-01", "product": "Coffee", "quantity": 2,
                  "channel": "shop", "brand": "b-1"}]}
                """));
    assertTrue(check.clean(), check.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "purchase.personal | `{\"purchases\":[],\"secret\":1}`                 | /secret",
        "purchase.personal | `{\"spending\":[]}`                               | /spending",
        "contact.personal  | `{\"contact\":{\"city\":\"B\",\"ssn\":\"1\"}}`    | /contact/ssn",
        "location.personal | `{\"shops\":[{\"shop\":\"s\",\"till\":3}]}`       | /shops/0/till",
        "contact.personal  | `{\"a/b~c\":1}`                                   | /a~1b~0c",
      })
  void whatTheSchemaDoesNotNameIsDropped(String cell, String fields, String pointer) {
    CellCheck check = PURCHASES.validateCell(cell, json(fields));
    assertEquals(List.of(pointer), check.dropped());
    assertEquals(List.of(), check.faults());
    assertTrue(check.fields().at(pointer).isMissingNode());
    assertFalse(check.clean());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "payment.sensitive | `{\"creditBand\":\"F\"}`                                | /creditBand",
        "payment.sensitive | `{\"merchantCategories\":[{\"category\":\"Coffee\"}]}`  |"
            + " /merchantCategories/0",
        "payment.personal  | `{\"preferredMethods\":[\"card\",\"card\"]}`            |"
            + " /preferredMethods",
        "payment.personal  | `{\"preferredMethods\":\"card\"}`                       |"
            + " /preferredMethods",
      })
  void whatIsNotAsTheSchemaSaysIsAFault(String cell, String fields, String pointer) {
    CellCheck check = PAYMENTS.validateCell(cell, json(fields));
    assertEquals(List.of(), check.dropped());
    assertTrue(check.faults().getFirst().startsWith(pointer + ": "), check.toString());
  }

  @Test
  void formatsAreAsserted() {
    CellCheck check =
        PURCHASES.validateCell(
            "purchase.personal",
            json(
                """
                {"purchases": [{"date": "yesterday", "product": "Tea", "quantity": 1,
                  "channel": "web"}]}
                """));
    assertEquals(1, check.faults().size(), check.toString());
  }

  @Test
  void anUnknownCellIsABug() {
    assertThrows(
        IllegalArgumentException.class, () -> PAYMENTS.validateCell("visit.personal", json("{}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{}`                                                      | /type",
        "`{\"type\":\"array\"}`                                    | /type",
        "`{\"type\":\"object\"}`                                   | /properties",
        "`{\"type\":\"object\",\"properties\":{}}`                 | /properties",
        "`{\"type\":\"object\",\"properties\":{\"a\":{}}}`         | /properties/a/x-category",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"x-category\":\"fun\"}}}` |"
            + " /properties/a/x-category",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"x-category\":\"visit\"}}}` |"
            + " /properties/a/x-classification",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"x-category\":\"visit\",\"x-classification\":\"SECRET\"}}}`"
            + " | /properties/a/x-classification",
        "`{\"type\":\"object\",\"properties\":{\"_sd\":{\"x-category\":\"visit\",\"x-classification\":\"PUBLIC\"}}}`"
            + " | /properties/_sd",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"http://127.0.0.1/\"}}}` |"
            + " /properties/a/$ref",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"items\":[{\"$dynamicRef\":\"#x\"}]}}}` |"
            + " /properties/a/items/0/$dynamicRef",
        "`{\"type\":\"object\",\"$id\":\"x\",\"properties\":{}}`   | /$id",
        "`{\"type\":\"object\",\"allOf\":[{}],\"properties\":{\"a\":{}}}` | /allOf",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"oneOf\":[{}]}}}` | /properties/a/oneOf",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"items\":{\"not\":{}}}}}` |"
            + " /properties/a/items/not",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"prefixItems\":[{}]}}}` |"
            + " /properties/a/prefixItems",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"patternProperties\":{}}}}` |"
            + " /properties/a/patternProperties",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"additionalProperties\":{}}}}` |"
            + " /properties/a/additionalProperties",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"$defs\":{}}}}` | /properties/a/$defs",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}}` |"
            + " /properties/a/$ref",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/%62\"}},\"$defs\":{\"b\":{}}}`"
            + " | /properties/a/$ref",
        "`{\"type\":\"object\",\"properties\":{\"a\":{}},\"$defs\":{\"b\":{\"anyOf\":[{}]}}}` |"
            + " /$defs/b/anyOf",
        "`{\"type\":\"object\",\"properties\":{\"a\":{}},\"$defs\":{\"b\":{\"$ref\":\"#/$defs/b\"}}}`"
            + " | /$defs/b/$ref",
        "`{\"type\":\"object\",\"properties\":{\"a\":{}},\"$defs\":{\"b\":{\"$ref\":\"#/$defs/c\"},"
            + "\"c\":{\"$ref\":\"#/$defs/b\"}}}` | /$defs/b/$ref",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"properties\":{\"b\":"
            + "{\"x-classification\":\"SENSITIVE\"}}}}}` |"
            + " /properties/a/properties/b/x-classification",
        "`{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"text\"}}}` | /properties/a/type",
      })
  void aSchemaThatDoesNotDescribeADatasetIsRefusedWithItsPlace(String schema, String pointer) {
    switch (Dataset.of("visits", 1, json(schema))) {
      case DatasetReading.Accepted accepted -> throw new AssertionError(accepted.toString());
      case DatasetReading.Refused refused -> assertEquals(pointer, refused.pointer());
    }
  }

  @Test
  void aReferenceInsideIsFollowed() {
    ObjectNode schema =
        json(
            """
            {"type": "object",
             "properties": {"home": {"$ref": "#/$defs/place", "x-category": "location",
                                     "x-classification": "PERSONAL"}},
             "$defs": {"place": {"type": "object", "properties": {"city": {"type": "string"}}}}}
            """);
    Dataset dataset = ((DatasetReading.Accepted) Dataset.of("homes", 1, schema)).dataset();
    CellCheck check =
        dataset.validateCell("location.personal", json("{\"home\":{\"city\":1,\"door\":2}}"));
    assertEquals(List.of("/home/door"), check.dropped());
    assertTrue(check.faults().getFirst().startsWith("/home/city: "), check.toString());
  }

  /** What a field is described by; what a provider sends; what of it is dropped. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$ref':'#/$defs/twice'}                 | {'city':'B','door':2}      | /home/door",
        "{'items':{'$ref':'#/$defs/twice'}}       | [{'city':'B','door':2}]    | /home/0/door",
        "{'type':'object'}                        | {'door':2}                 | /home/door",
        "{'type':'array'}                         | [{'door':2}]               | /home/0/door",
        "{'type':'array','items':true}            | ['B',{'door':2}]           | /home/1/door",
        "{}                                       | {'door':{'key':2}}         | /home/door",
        "{'additionalProperties':true}            | {'door':2}                 | /home/door",
        "{'properties':{'not':{}}}                | {'not':1,'if':2}           | /home/if",
        "{'$ref':'#/$defs/tree'}  | {'rooms':[{'rooms':[{'key':1}]}]} | /home/rooms/0/rooms/0/key",
      })
  void whateverASchemaDoesNotNameIsDropped(String field, String value, String pointer) {
    ObjectNode schema =
        json(
            """
            {"type": "object", "properties": {},
             "$defs": {"twice": {"$ref": "#/$defs/place"},
                       "place": {"type": "object", "properties": {"city": {"type": "string"}}},
                       "tree": {"properties": {"rooms": {"items": {"$ref": "#/$defs/tree"}}}}}}
            """);
    ObjectNode home = json(field.replace('\'', '"'));
    home.put("x-category", "location").put("x-classification", "PERSONAL");
    schema.withObject("/properties").set("home", home);
    Dataset dataset = ((DatasetReading.Accepted) Dataset.of("homes", 1, schema)).dataset();
    ObjectNode sent = json("{\"home\":" + value.replace('\'', '"') + "}");
    CellCheck check = dataset.validateCell("location.personal", sent);
    assertEquals(List.of(pointer), check.dropped());
    assertTrue(check.fields().at(pointer).isMissingNode());
  }

  /** Each of these takes longer than the age of the world if all ways are tried. */
  @ParameterizedTest
  @ValueSource(
      strings = {"^(a|a)*$", "^(a*)*b?c$", "^(a|aa)+$", "^((a+)+)+$", "(.*)(.*)(.*)(.*)(.*)x$"})
  void aPatternThatTriesAllWaysIsNoMatch(String pattern) {
    ObjectNode schema =
        json(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"x-category\":\"visit\","
                + "\"x-classification\":\"PUBLIC\",\"type\":\"string\"}}}");
    ((ObjectNode) schema.at("/properties/a")).put("pattern", pattern);
    Dataset dataset = ((DatasetReading.Accepted) Dataset.of("visits", 1, schema)).dataset();
    ObjectNode sent = json("{}").put("a", "a".repeat(5_000) + "!");
    CellCheck check =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> dataset.validateCell("visit.public", sent));
    assertEquals(1, check.faults().size(), check.toString());
  }

  @Test
  void fieldsWithOtherMasksAreAnotherCell() {
    Dataset visits = Dataset.builtIn("store-visit", 1).orElseThrow();
    assertEquals(
        List.of("contact.personal.last4", "location.personal.region", "visit.personal"),
        visits.cells().stream().map(Cell::name).toList());
    assertEquals(
        List.of(Mask.REGION), visits.cell("location.personal.region").orElseThrow().masks());
    assertTrue(visits.hasVariant("location.personal.region#region"));
    assertFalse(visits.hasVariant("location.personal.region#last4"));
    assertFalse(visits.hasVariant("visit.personal#region"));
  }

  @ParameterizedTest
  @CsvSource({
    "store-visit, location.personal.region, area, 110105, true",
    "store-visit, location.personal.region, area, 110000, true",
    "store-visit, location.personal.region#region, area, 110000, true",
    "store-visit, location.personal.region#region, area, 110105, false",
    "store-visit, contact.personal.last4#last4, phone, 5678, true",
    "store-visit, contact.personal.last4#last4, phone, 13012345678, false",
    "store-visit, contact.personal.last4#last4, phone, '', false",
    "fitting, identity.sensitive.band#band, heightCm, 100-199, true",
    "fitting, identity.sensitive.band#band, heightCm, 172, false",
    "fitting, identity.sensitive.band#band, heightCm, 172-172, false",
  })
  void aPlainValueDoesNotPassForAMaskedOne(
      String dataset, String cell, String field, String value, boolean good) {
    CellCheck check =
        Dataset.builtIn(dataset, 1).orElseThrow().validateCell(cell, json("{}").put(field, value));
    assertEquals(good, check.faults().isEmpty(), check.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"type\":\"array\",\"x-masks\":[\"last4\"]'",
    "'\"x-masks\":[\"last4\"]'",
    "'\"type\":\"string\",\"x-masks\":[\"veil\"]'",
    "'\"type\":\"string\",\"x-masks\":[\"last4\",\"last4\"]'",
  })
  void masksThatCannotBeAreRefused(String members) {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"x-category\":\"visit\","
            + "\"x-classification\":\"PUBLIC\","
            + members
            + "}}}";
    switch (Dataset.of("visits", 1, json(schema))) {
      case DatasetReading.Accepted accepted -> throw new AssertionError(accepted.toString());
      case DatasetReading.Refused refused ->
          assertEquals("/properties/a/x-masks", refused.pointer());
    }
  }

  @Test
  void aRecordHasNoMoreCellsThanARequestMayName() {
    ObjectNode schema = json("{\"type\":\"object\"}");
    ObjectNode properties = schema.putObject("properties");
    int cells = 0;
    for (Category category : Category.values()) {
      for (Classification classification : Classification.values()) {
        for (boolean masked : new boolean[] {false, true}) {
          if (cells++ <= DatasetReader.MAX_CELLS) {
            ObjectNode field = properties.putObject("f" + cells).put("type", "string");
            field.put("x-category", category.code()).put("x-classification", classification.name());
            if (masked) {
              field.putArray("x-masks").add("last4");
            }
          }
        }
      }
    }
    assertInstanceOf(DatasetReading.Refused.class, Dataset.of("wide", 1, schema));
    properties.remove("f" + (DatasetReader.MAX_CELLS + 1));
    assertInstanceOf(DatasetReading.Accepted.class, Dataset.of("wide", 1, schema));
  }

  @Property(tries = 300)
  void onlyPermittedFieldsAreEverLeft(@ForAll("hostileCells") ObjectNode fields) {
    for (Cell cell : PURCHASES.cells()) {
      ObjectNode kept = PURCHASES.validateCell(cell.name(), fields).fields();
      kept.fieldNames().forEachRemaining(name -> assertTrue(cell.fields().contains(name), name));
      for (JsonNode shop : kept.path("shops")) {
        shop.fieldNames()
            .forEachRemaining(
                name -> assertTrue(List.of("shop", "city", "purchases").contains(name), name));
      }
    }
  }

  @Provide
  Arbitrary<ObjectNode> hostileCells() {
    Arbitrary<String> names =
        Arbitraries.of("shops", "contact", "purchases", "spending", "extra", "", "a/b");
    Arbitrary<String> inner = Arbitraries.of("shop", "city", "till", "properties", "$ref");
    return Arbitraries.maps(names, inner.set())
        .map(
            cells -> {
              ObjectNode object = json("{}");
              cells.forEach(
                  (name, members) -> {
                    ObjectNode item = object.putArray(name).addObject();
                    members.forEach(member -> item.put(member, "x"));
                  });
              return object;
            });
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) StrictJson.trusted(text.getBytes(StandardCharsets.UTF_8));
  }
}
