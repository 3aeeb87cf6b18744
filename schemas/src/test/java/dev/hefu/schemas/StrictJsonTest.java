package dev.hefu.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  private static final int LIMIT = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "-",
        "tru",
        "nul",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "// comment\n1",
        "/* comment */1",
        "{} {}",
        "{}x",
        "1 2",
        "\uFEFF1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "1e400",
        "-1e400",
        "1e-400",
        "1e999999999999",
      })
  void whatIsNotStrictIsRefused(String text) {
    assertEquals(ErrorCode.MALFORMED_JSON, refused(text).code(), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"a\":1, \"a\":2}`   | 1 | `A member stands twice in one object.`",
        "`{\"a\":1} x`          | 1 | `Unrecognized token`",
        "`[1]]`                 | 1 | `Unexpected close marker`",
        "`[\"\\ud800\"]`        | 1 | `A string has a lone surrogate.`",
        "`[NaN]`               | 1 | `Non-standard token 'NaN'.`",
      })
  void aRefusalNamesTheFaultAndItsPlace(String text, int line, String reason) {
    JsonReading.Refused refused = refused(text);
    assertTrue(refused.reason().startsWith(reason), refused.reason());
    assertEquals(line, refused.line());
    assertTrue(refused.column() > 1, refused.detail());
    assertTrue(refused.detail().contains("(line 1, column "), refused.detail());
  }

  @Test
  void thePlaceCountsLines() {
    assertEquals(3, refused("{\n \"a\": 1,\n \"a\": 2\n}").line());
  }

  @Test
  void depthIsLimited() {
    assertEquals(32, depth(value("[".repeat(32) + "]".repeat(32))));
    assertEquals(ErrorCode.MALFORMED_JSON, refused("[".repeat(33) + "]".repeat(33)).code());
    assertEquals(
        ErrorCode.MALFORMED_JSON, refused("{\"a\":".repeat(33) + "1" + "}".repeat(33)).code());
    assertEquals(ErrorCode.MALFORMED_JSON, refused("[".repeat(100_000)).code());
    assertEquals(
        "Document nesting depth (33) exceeds the maximum allowed (32).",
        refused("[".repeat(33)).reason());
  }

  private static int depth(JsonNode node) {
    return node.isEmpty() ? 1 : 1 + depth(node.get(0));
  }

  @Test
  void numbersAreLimitedAndKeptExactly() {
    assertEquals(new BigInteger("9".repeat(100)), value("9".repeat(100)).bigIntegerValue());
    assertEquals(ErrorCode.MALFORMED_JSON, refused("9".repeat(101)).code());
    assertEquals(
        new BigDecimal("0.1000000000000000055511151231257827"),
        value("0.1000000000000000055511151231257827").decimalValue());
    assertEquals(new BigDecimal("1.50"), value("1.50").decimalValue());
    assertEquals(Long.MIN_VALUE, value("-9223372036854775808").longValue());
  }

  @Test
  void sizeIsLimitedBeforeAnythingIsRead() {
    byte[] three = "{} ".getBytes(StandardCharsets.UTF_8);
    assertTrue(StrictJson.read(three, 3) instanceof JsonReading.Value);
    JsonReading.Refused refused = (JsonReading.Refused) StrictJson.read(three, 2);
    assertEquals(ErrorCode.TOO_LARGE, refused.code());
    assertEquals("The body has 3 bytes; the limit is 2.", refused.detail());
  }

  @Test
  void namesAreLimited() {
    value("{\"" + "n".repeat(StrictJson.MAX_NAME_CHARS) + "\":1}");
    assertEquals(
        ErrorCode.MALFORMED_JSON,
        refused("{\"" + "n".repeat(StrictJson.MAX_NAME_CHARS + 1) + "\":1}").code());
  }

  @Test
  void onlyUtf8IsRead() {
    for (byte[] bytes :
        new byte[][] {
          "1".getBytes(StandardCharsets.UTF_16),
          "1".getBytes(StandardCharsets.UTF_16LE),
          {'"', (byte) 0xC3, '"'},
          {'"', (byte) 0xC0, (byte) 0x80, '"'},
          {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
          {'"', (byte) 0xFF, '"'},
        }) {
      assertTrue(StrictJson.read(bytes, LIMIT) instanceof JsonReading.Refused);
    }
    assertEquals("合符 😀", value("\"合符 😀\"").textValue());
  }

  @Test
  void whatWeWroteOurselvesMustBeStrictToo() {
    assertThrows(
        IllegalArgumentException.class,
        () -> StrictJson.trusted("{\"a\":1,\"a\":1}".getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 500)
  void whateverTheBytesItAnswers(@ForAll byte[] bytes) {
    switch (StrictJson.read(bytes, LIMIT)) {
      case JsonReading.Value(JsonNode node) -> CanonicalJson.bytes(node);
      case JsonReading.Refused refused -> assertTrue(refused.detail().length() > 1);
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("values") JsonNode node) {
    byte[] canonical = CanonicalJson.bytes(node);
    JsonNode again = ((JsonReading.Value) StrictJson.read(canonical, LIMIT)).node();
    assertEquals(new String(canonical, StandardCharsets.UTF_8), CanonicalJson.text(again));
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return JsonValues.any();
  }

  private static JsonNode value(String text) {
    return switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8), LIMIT)) {
      case JsonReading.Value(JsonNode node) -> node;
      case JsonReading.Refused refused -> throw new AssertionError(refused.detail());
    };
  }

  private static JsonReading.Refused refused(String text) {
    return switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8), LIMIT)) {
      case JsonReading.Value(JsonNode node) -> throw new AssertionError("read as " + node);
      case JsonReading.Refused refused -> refused;
    };
  }
}
