package dev.hefu.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void numbersAreWrittenAsEcmaScriptDoes(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertEquals(text, CanonicalJson.text(NODES.numberNode(value)));
  }

  /** More shapes of the same rule, each checked against an ECMAScript engine. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-1.0, -1",
    "1.5, 1.5",
    "100, 100",
    "1e2, 100",
    "1.0E20, 100000000000000000000",
    "123456789012345678901, 123456789012345680000",
    "1234567890123456789012, 1.2345678901234568e+21",
    "0.1, 0.1",
    "0.000001234, 0.000001234",
    "0.0000001234, 1.234e-7",
    "2e-7, 2e-7",
    "1e-323, 1e-323",
    "1.5e-323, 1.5e-323",
    "2e-323, 2e-323",
    "2.5e-323, 2.5e-323",
    "9.9e-322, 9.9e-322",
    "4.35, 4.35",
    "333333333.33333329, 333333333.3333333",
    "9007199254740993, 9007199254740992",
    "12345678901234567890, 12345678901234567000",
  })
  void parsedNumbersAreWrittenAsEcmaScriptDoes(String input, String text) {
    assertEquals(text, CanonicalJson.text(read(input)));
  }

  /** RFC 8785, section 3.2.2. */
  @Test
  void theStandardsExample() {
    String input =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    assertEquals(
        "{\"literals\":[null,true,false],"
            + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        CanonicalJson.text(read(input)));
  }

  /** RFC 8785, section 3.2.3: names in the order of their UTF-16 code units. */
  @Test
  void theStandardsOrder() {
    ObjectNode object = NODES.objectNode();
    List<String> sorted =
        List.of("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
    List<String> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(name -> object.put(name, 1));
    List<String> written = new ArrayList<>();
    read(CanonicalJson.text(object)).fieldNames().forEachRemaining(written::add);
    assertEquals(sorted, written);
  }

  @Test
  void controlCharactersAreEscapedInTheOneWay() {
    assertEquals(
        "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \u007f\"",
        CanonicalJson.text(NODES.textNode("\0\u0001\b\t\n\u000b\f\r\u001f \u007f")));
  }

  @Test
  void whatIsNotJsonIsRefused() {
    for (JsonNode node :
        List.of(
            NODES.textNode("\ud800"),
            NODES.numberNode(Double.NaN),
            NODES.numberNode(Double.POSITIVE_INFINITY),
            NODES.numberNode(new BigDecimal("1e400")),
            NODES.binaryNode(new byte[1]),
            NODES.pojoNode("x"),
            NODES.missingNode(),
            NODES.objectNode().put("\udc00", 1))) {
      assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(node));
    }
  }

  @Property(tries = 2000)
  void aNumberReadsBackAsTheSameDouble(@ForAll double value) {
    String text = CanonicalJson.text(NODES.numberNode(value));
    assertEquals(value == 0 ? 0.0 : value, Double.parseDouble(text), 0.0, text);
    assertTrue(text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?(e[+-]\\d+)?"), text);
    assertTrue(text.length() <= 25, text);
  }

  @Property(tries = 2000)
  void anyBitsAreWrittenNoLongerThanJavaDoes(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      String text = CanonicalJson.text(NODES.numberNode(value));
      assertEquals(value == 0 ? 0.0 : value, Double.parseDouble(text), 0.0, text);
      assertTrue(digits(text) <= digits(Double.toString(value)), text);
    }
  }

  private static long digits(String number) {
    return new BigDecimal(number).stripTrailingZeros().precision();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfMembersHasNoMeaning(@ForAll("values") JsonNode value) {
    assertEquals(CanonicalJson.text(value), CanonicalJson.text(reversed(value)));
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return JsonValues.any();
  }

  private static JsonNode reversed(JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    List<String> names = new ArrayList<>();
    value.fieldNames().forEachRemaining(names::addFirst);
    ObjectNode object = NODES.objectNode();
    names.forEach(name -> object.set(name, reversed(value.get(name))));
    return object;
  }

  private static JsonNode read(String text) {
    return StrictJson.trusted(text.getBytes(StandardCharsets.UTF_8));
  }
}
