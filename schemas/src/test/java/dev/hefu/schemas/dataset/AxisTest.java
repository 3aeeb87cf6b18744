package dev.hefu.schemas.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which fields persons may be counted. */
final class AxisTest {
  private static DatasetReading reading(String members) {
    String schema =
        "{'type':'object','properties':{'x':{'x-category':'purchase','x-classification':'PERSONAL',%s}}}"
            .formatted(members)
            .replace('\'', '"');
    ObjectNode node = (ObjectNode) StrictJson.trusted(schema.getBytes(StandardCharsets.UTF_8));
    return Dataset.of("any-data", 1, node);
  }

  private static Dataset dataset(String members) {
    return assertInstanceOf(DatasetReading.Accepted.class, reading(members)).dataset();
  }

  @Test
  void anEnumerationIsOneInTheOrderOfTheSchema() {
    Axis axis = dataset("'enum':['web','shop']").axis("x").orElseThrow();
    assertEquals(List.of("web", "shop"), axis.values());
    assertEquals("purchase.personal", axis.cell().name());
  }

  @Test
  void aMaskedFieldIsOneWhereTheSchemaClosesItsValues() {
    Dataset dataset =
        dataset(
            "'type':'string','x-masks':['region'],"
                + "'x-masked-values':{'region':['110000','310000']}");
    assertEquals(Mask.REGION, dataset.axis("x#region").orElseThrow().mask());
    assertTrue(dataset.axis("x").isEmpty(), "the plain field is free text");
    assertTrue(dataset.axis("x#year").isEmpty());
    assertTrue(dataset.axis("x#").isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "free text    | \"type\":\"string\"",
        "a number     | \"type\":\"integer\"",
        "numbers      | \"enum\":[1,2]",
        "a mixture    | \"enum\":[\"a\",1]",
        "nothing else | \"enum\":[null]",
        "a list       | \"type\":\"array\",\"items\":{\"enum\":[\"a\"]}",
        "masked only  | \"type\":\"string\",\"x-masks\":[\"year\"]",
      })
  void otherFieldsAreNone(String why, String members) {
    assertTrue(dataset(members).axis("x").isEmpty(), why);
    assertTrue(dataset(members).axis("x#year").isEmpty(), why);
    assertTrue(dataset(members).axis("y").isEmpty(), why);
  }

  @Test
  void asManyValuesAsTheLimitAndNotOneMore() {
    assertTrue(dataset("'enum':" + values(Axis.MAX_VALUES)).axis("x").isPresent());
    assertTrue(dataset("'enum':" + values(Axis.MAX_VALUES + 1)).axis("x").isEmpty());
  }

  private static String values(int count) {
    return IntStream.range(0, count)
        .mapToObj(value -> "'v" + value + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'enum':['110000'],'type':'string','x-masks':['region'],"
            + "'x-masked-values':{'region':['110000']}",
        "'type':'string','x-masks':['region','year'],"
            + "'x-masked-values':{'region':['110000'],'year':['2026']}",
      })
  void oneFieldIsCountedInOneFormOnly(String members) {
    DatasetReading.Refused refused =
        assertInstanceOf(DatasetReading.Refused.class, reading(members));
    assertTrue(refused.reason().contains("once"), refused::reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'year':['2026']}",
        "{'region':['110000','110000']}",
        "{'region':['110101']}",
        "{'region':[]}",
        "{'region':[110000]}",
        "{'nothing':['a']}",
      })
  void aListThatTheMaskCannotGiveIsRefused(String lists) {
    DatasetReading.Refused refused =
        assertInstanceOf(
            DatasetReading.Refused.class,
            reading("'type':'string','x-masks':['region'],'x-masked-values':" + lists));
    assertEquals("/properties/x/x-masked-values", refused.pointer());
  }
}
