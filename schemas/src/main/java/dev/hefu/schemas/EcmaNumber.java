package dev.hefu.schemas;

/** A double as ECMAScript's {@code Number::toString} writes it (RFC 8785, section 3.2.2.3). */
final class EcmaNumber {
  /** From 10^21 on ECMAScript uses an exponent. */
  private static final int MAX_PLAIN_DIGITS = 21;

  /** Below 10^-6 ECMAScript uses an exponent. */
  private static final int MIN_PLAIN_POINT = -6;

  private EcmaNumber() {}

  /**
   * The shortest decimal that reads back as the same double.
   *
   * @throws IllegalArgumentException if the value is infinite or not a number
   */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a number is outside the range of a double");
    }
    if (value == 0) {
      return "0";
    }
    String java = Double.toString(Math.abs(value));
    int exponentAt = java.indexOf('E');
    String mantissa = exponentAt < 0 ? java : java.substring(0, exponentAt);
    int exponent = exponentAt < 0 ? 0 : Integer.parseInt(java.substring(exponentAt + 1));
    int point = mantissa.indexOf('.');
    String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int leading = leadingZeros(all);
    String digits = withoutTrailingZeros(all.substring(leading));
    String text = layout(digits, point - leading + exponent);
    if (digits.length() == 2) {
      text = shortened(digits, point - leading + exponent, text, Math.abs(value));
    }
    return value < 0 ? "-" + text : text;
  }

  /** Java writes two digits even where one reads back as the same double, such as 5e-324. */
  private static String shortened(String digits, int point, String text, double value) {
    int rounded = (Integer.parseInt(digits) + 5) / 10;
    String shorter =
        rounded == 10 ? layout("1", point + 1) : layout(Integer.toString(rounded), point);
    return Double.parseDouble(shorter) == value ? shorter : text;
  }

  /** The digits with the decimal point after {@code point} of them. */
  private static String layout(String digits, int point) {
    int count = digits.length();
    if (count <= point && point <= MAX_PLAIN_DIGITS) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= MAX_PLAIN_DIGITS) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (MIN_PLAIN_POINT < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String sign = exponent < 0 ? "e-" : "e+";
    String fraction = count == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + sign + Math.abs(exponent);
  }

  private static int leadingZeros(String digits) {
    int zeros = 0;
    while (digits.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }

  private static String withoutTrailingZeros(String digits) {
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }
}
