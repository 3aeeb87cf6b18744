package dev.hefu.settlement.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What a condition may say, how it reads, and what is refused. */
final class ConditionReaderTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "conditions.csv",
      delimiter = ';',
      quoteCharacter = '~',
      numLinesToSkip = 1)
  void itReadsWellInBothLanguages(String text, String english, String chinese) {
    Condition condition = read(text);
    assertEquals(english, condition.english());
    assertEquals(chinese, condition.chinese());
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "refused.csv",
      delimiter = ';',
      quoteCharacter = '~',
      numLinesToSkip = 1)
  void whatIsRefusedNamesItsRule(String rule, String text) {
    String given =
        switch (ConditionReader.read(text)) {
          case ConditionReading.Refused refused -> refused.rule();
          case ConditionReading.Read(Condition condition) ->
              condition
                  .always()
                  .map(truth -> truth ? "condition-always" : "condition-never")
                  .orElse("read");
        };
    assertEquals(rule, given);
  }

  @Test
  void theFaultNamesItsColumn() {
    ConditionReading.Refused refused =
        assertInstanceOf(
            ConditionReading.Refused.class,
            ConditionReader.read("quantity > 1 && paidMinor / 0 > 1"));
    assertTrue(refused.detail().startsWith("Column 27: "), refused.detail());
  }

  @Test
  void twoHundredNodesAreReadAndOneMoreIsNot() {
    // Each comparison has 3 nodes and each && one: 50 of them have 199, a ! makes 200.
    String most = "!(" + "quantity > 1 && ".repeat(49) + "quantity > 1)";
    assertEquals(most, read(most).text());
    ConditionReading.Refused refused =
        assertInstanceOf(
            ConditionReading.Refused.class,
            ConditionReader.read(most.replace("!(quantity", "!(-5 - -quantity")));
    assertEquals("condition-too-large", refused.rule());
    assertEquals("Over 200 nodes.", refused.detail());
  }

  @Test
  void aTextBeyondItsLimitIsNotEvenParsed() {
    String longest = "brand == \"" + "x".repeat(ConditionReader.MAX_LETTERS - 11) + "\"";
    assertEquals(ConditionReader.MAX_LETTERS, longest.length());
    assertEquals(longest, read(longest).text());
    ConditionReading.Refused refused =
        assertInstanceOf(ConditionReading.Refused.class, ConditionReader.read(longest + " "));
    assertEquals("condition-too-large", refused.rule());
  }

  @Test
  void deepNestingIsRefused() {
    ConditionReading.Refused refused =
        assertInstanceOf(
            ConditionReading.Refused.class,
            ConditionReader.read("(".repeat(500) + "quantity > 1" + ")".repeat(500)));
    assertEquals("condition", refused.rule());
  }

  private static Condition read(String text) {
    return assertInstanceOf(ConditionReading.Read.class, ConditionReader.read(text)).condition();
  }
}
