package dev.hefu.schemas.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hefu.schemas.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each mask leaves of a value; {@code nothing} where it does not fit. */
final class MaskTest {
  private static ObjectNode masked(Mask mask, JsonNode value) {
    return mask.masked(JsonNodeFactory.instance.objectNode().set("field", value));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "LAST4,  \"13012345678\",           5678",
        "LAST4,  \"12345678\",              5678",
        "LAST4,  \"1234567\",               nothing",
        "LAST4,  13012345678,                 nothing",
        "LAST4,  \"北京市朝阳区建国路\",    区建国路",
        "YEAR,   \"1987-05-20\",            1987",
        "YEAR,   \"2026-03-01T12:00:00Z\",  2026",
        "YEAR,   \"1987-13-20\",            nothing",
        "YEAR,   \"1987\",                  nothing",
        "YEAR,   1987,                        nothing",
        "REGION, \"110105\",                110000",
        "REGION, \"11010\",                 nothing",
        "REGION, \"Beijing\",               nothing",
        "REGION, 110105,                      nothing",
        "LAST4,  \"13012345\\n78\",          nothing",
        "LAST4,  \"12345\ud83d\ude00678\",           \ud83d\ude00678",
        "LAST4,  \"\",                      nothing",
        "LAST4,  null,                        nothing",
        "YEAR,   \"2026-03-01 and more\",   2026",
        "YEAR,   \"-999-01-01\",            nothing",
        "YEAR,   \"\uff12\uff10\uff12\uff16-03-01\",            nothing",
        "REGION, \"\uff11\uff11\uff10\uff11\uff10\uff15\",                nothing",
        "REGION, [],                          nothing",
        "BAND,   0,                           0-9",
        "BAND,   -0,                          0-9",
        "BAND,   7,                           0-9",
        "BAND,   10,                          10-19",
        "BAND,   1e2,                         nothing",
        "BAND,   9223372036854775807,         9000000000000000000-9999999999999999999",
        "BAND,   172,                         100-199",
        "BAND,   999,                         900-999",
        "BAND,   -1,                          nothing",
        "BAND,   1.5,                         nothing",
        "BAND,   \"172\",                   nothing",
        "BAND,   99999999999999999999,        nothing",
      })
  void eachLeavesThis(Mask mask, String value, String left) {
    JsonNode plain = StrictJson.trusted(value.getBytes(StandardCharsets.UTF_8));
    ObjectNode masked = masked(mask, plain);
    assertEquals(left, masked.path("field").asText("nothing"));
  }

  @Test
  void whatDoesNotFitIsLeftOutAndTheRestStays() {
    ObjectNode fields =
        JsonNodeFactory.instance.objectNode().put("a", "13012345678").put("b", "short");
    assertEquals(JsonNodeFactory.instance.objectNode().put("a", "5678"), Mask.LAST4.masked(fields));
  }

  /** A masked value has its own form, and masking it again tells no more. */
  @Property
  void aMaskedTextIsOfItsForm(@ForAll @StringLength(max = 40) String text, @ForAll Mask mask) {
    JsonNode masked = masked(mask, TextNode.valueOf(text)).path("field");
    if (!masked.isMissingNode()) {
      assertTrue(masked.asText().matches(form(mask)), masked.asText());
    }
  }

  @Property
  void aBandHoldsItsNumber(@ForAll @LongRange(min = 0) long number) {
    String band =
        masked(Mask.BAND, JsonNodeFactory.instance.numberNode(number)).path("field").asText();
    assertTrue(band.matches(form(Mask.BAND)), band);
    String[] ends = band.split("-", -1);
    BigInteger first = new BigInteger(ends[0]);
    BigInteger last = new BigInteger(ends[1]);
    assertTrue(first.compareTo(BigInteger.valueOf(number)) <= 0, band);
    assertTrue(last.compareTo(BigInteger.valueOf(number)) >= 0, band);
    assertTrue(
        last.subtract(first).compareTo(BigInteger.valueOf(9)) >= 0,
        "tells less than the number: " + band);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "172", "7-7", "0-0", "172-172", "100-299", "100-1999", "1000-199"})
  void nothingElsePassesForABand(String text) {
    assertFalse(text.matches(form(Mask.BAND)));
    assertFalse(Mask.BAND.fits(text));
  }

  private static String form(Mask mask) {
    return mask.schema().path("pattern").asText();
  }
}
