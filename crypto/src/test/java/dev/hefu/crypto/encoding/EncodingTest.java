package dev.hefu.crypto.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodingTest {
  private static Optional<JsonNode> parse(String json) {
    return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void bytesSurviveTheirText(@ForAll byte[] bytes) {
    assertArrayEquals(bytes, Base64Url.decode(Base64Url.encode(bytes)).orElseThrow());
  }

  @Property
  void aTextThatIsReadIsTheOneThatIsWritten(@ForAll @StringLength(max = 6) String text) {
    Base64Url.decode(text).ifPresent(bytes -> assertEquals(text, Base64Url.encode(bytes)));
  }

  /** Every last character of a two- and three-character text: only those without spare bits. */
  @Test
  void spareBitsMustBeZero() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      assertEquals(i % 16 == 0, Base64Url.decode("A" + alphabet.charAt(i)).isPresent());
      assertEquals(i % 4 == 0, Base64Url.decode("AA" + alphabet.charAt(i)).isPresent());
      assertTrue(Base64Url.decode("AAA" + alphabet.charAt(i)).isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AAAAA", "AA==", "AAA=", "AA+A", "AA/A", "AA A", "AA\n", "é", "AAA\u0000"})
  void otherTextIsRefused(String text) {
    assertEquals(Optional.empty(), Base64Url.decode(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":1,\"\\u0061\":1}",
        "{} {}",
        "{}x",
        "[1,]",
        "{a:1}",
        "{'a':1}",
        "01",
        "NaN",
        "1E99999999999999999999",
        "[1e-99999999999999999999]",
        "Infinity",
        "1.",
        "+1",
        "// c\n1",
        "\"\t\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud83d\":1}",
        "\"unfinished"
      })
  void textWithoutOneMeaningIsRefused(String json) {
    assertEquals(Optional.empty(), parse(json));
  }

  @ParameterizedTest
  @CsvSource({
    "'FEFF007B007D', UTF-16 with a mark",
    "'007B007D', UTF-16",
    "'22C0AF22', an overlong form",
    "'22EDA08022', half a pair",
    "'22FF22', no UTF-8"
  })
  void bytesThatAreNotUtf8AreRefused(String hex, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(Optional.empty(), StrictJson.parse(bytes), what);
  }

  @Test
  void aCharacterThatIsEscapedAsAPairIsTaken() {
    assertEquals("\ud83d\ude00", parse("\"\\ud83d\\ude00\"").orElseThrow().textValue());
    assertEquals("\ufffd", parse("\"\ufffd\"").orElseThrow().textValue());
  }

  @Test
  void depthAndDigitsAreBounded() {
    int depth = StrictJson.MAX_DEPTH;
    assertTrue(parse("[".repeat(depth) + "]".repeat(depth)).isPresent());
    assertEquals(Optional.empty(), parse("[".repeat(depth + 1) + "]".repeat(depth + 1)));
    int digits = StrictJson.MAX_NUMBER_DIGITS;
    assertTrue(parse("9".repeat(digits)).isPresent());
    assertEquals(Optional.empty(), parse("9".repeat(digits + 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.50", "0.1", "123456789012345678901234567890.123456789"})
  void decimalsAreKeptExactly(String number) {
    byte[] json = ("{\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    var object = StrictJson.object(json).orElseThrow();
    assertEquals(new BigDecimal(number), object.path("a").decimalValue());
    assertArrayEquals(json, StrictJson.bytes(object));
  }

  @Test
  void onlyAnObjectIsAnObject() {
    assertEquals(Optional.empty(), StrictJson.object("[]".getBytes(StandardCharsets.UTF_8)));
    assertTrue(StrictJson.object("{}".getBytes(StandardCharsets.UTF_8)).isPresent());
  }
}
