package dev.hefu.schemas;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * A pattern of a schema that somebody else wrote, matched against a text that somebody else sent:
 * it looks at so many characters, and a match that would need more is none. Some patterns, such as
 * {@code (a|a)*b}, need twice as many looks for each character more.
 */
final class BoundedPattern implements RegularExpression {
  /** Enough for any pattern of a word or two on a text of some lines. */
  static final int LOOKS = 10_000;

  /** A pattern with an anchor looks at each character a few times. */
  static final int LOOKS_PER_CHAR = 100;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern as JSON Schema reads it: {@code $} is the very end.
   *
   * @throws java.util.regex.PatternSyntaxException if it is none
   */
  static BoundedPattern of(String regex) {
    return new BoundedPattern(
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(regex))));
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern.matcher(new Looked(value)).find();
    } catch (TooManyLooks | StackOverflowError beyond) {
      return false;
    }
  }

  /** Thrown out of the middle of a match, which has no other way to be ended. */
  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super("too many looks", null, false, false);
    }
  }

  /** A text that can be looked at so often. */
  private static final class Looked implements CharSequence {
    private final String text;
    private long left;

    Looked(String text) {
      this.text = text;
      this.left = LOOKS + (long) LOOKS_PER_CHAR * text.length();
    }

    @Override
    public char charAt(int index) {
      if (left-- == 0) {
        throw new TooManyLooks();
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
