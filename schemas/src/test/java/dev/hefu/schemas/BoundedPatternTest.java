package dev.hefu.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern looks at a text so often and no more. */
final class BoundedPatternTest {
  private static final String TEXT = "a".repeat(60) + "!";

  /** A hundred times what a bounded match may look at {@link #TEXT}. */
  private static final long FAR_TOO_MANY =
      100L * (BoundedPattern.LOOKS + (long) BoundedPattern.LOOKS_PER_CHAR * TEXT.length());

  @ParameterizedTest
  @CsvSource({
    "^[a-z]+$, abc, true",
    "^[a-z]+$, abc1, false",
    "[0-9]{3}, ab123, true",
    "^(a|b)*c$, ababc, true",
    "^\\p{Letter}+$, äß, true",
  })
  void whatAPatternOfAWordMeans(String pattern, String text, boolean matches) {
    assertEquals(matches, BoundedPattern.of(pattern).matches(text));
  }

  /** {@code $} is the very end, and no line break before it. */
  @Test
  void theEndIsTheEnd() {
    assertFalse(BoundedPattern.of("^a$").matches("a\n"));
  }

  /** A long text is no reason to give up. */
  @Test
  void aPlainPatternMatchesALongText() {
    assertTrue(BoundedPattern.of("^[a-z ]*x$").matches("word ".repeat(200_000) + "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"^((a+)+)+$", "(.*)(.*)(.*)(.*)(.*)x$"})
  void whatWouldTryAllWaysIsNoMatch(String pattern) {
    assertFalse(BoundedPattern.of(pattern).matches(TEXT));
  }

  /** The control: the pattern as it is looks far more often, and there would be no end of it. */
  @ParameterizedTest
  @ValueSource(strings = {"^((a+)+)+$", "(.*)(.*)(.*)(.*)(.*)x$"})
  void controlThePatternAloneLooksFarTooOften(String pattern) {
    assertThrows(
        FarTooMany.class, () -> Pattern.compile(pattern).matcher(new Counted(TEXT)).find());
  }

  private static final class FarTooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that counts how often it is looked at. */
  private static final class Counted implements CharSequence {
    private final String text;
    private long looks;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > FAR_TOO_MANY) {
        throw new FarTooMany();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
