package dev.hefu.settlement.program;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Map;

/** Exact amounts as people read them. */
public final class MinorText {
  private static final Map<String, String> VULGAR =
      Map.ofEntries(
          Map.entry("1/2", "½"),
          Map.entry("1/3", "⅓"),
          Map.entry("2/3", "⅔"),
          Map.entry("1/4", "¼"),
          Map.entry("3/4", "¾"),
          Map.entry("1/5", "⅕"),
          Map.entry("2/5", "⅖"),
          Map.entry("3/5", "⅗"),
          Map.entry("4/5", "⅘"),
          Map.entry("1/6", "⅙"),
          Map.entry("5/6", "⅚"),
          Map.entry("1/8", "⅛"),
          Map.entry("3/8", "⅜"),
          Map.entry("5/8", "⅝"),
          Map.entry("7/8", "⅞"));

  private MinorText() {}

  /** Minor digits of a currency; 2 for one that the JDK does not know. */
  public static int digits(String currency) {
    return Currency.getAvailableCurrencies().stream()
        .filter(each -> each.getCurrencyCode().equals(currency))
        .mapToInt(Currency::getDefaultFractionDigits)
        .filter(digits -> digits >= 0)
        .findFirst()
        .orElse(2);
  }

  /** Such as {@code -1234.50}. */
  public static String amount(long minor, int digits) {
    return BigDecimal.valueOf(minor, digits).toPlainString();
  }

  /** Such as {@code 33.33⅓}: a fraction of a minor unit follows it; rounded toward zero before. */
  public static String amount(long whole, long part, long denominator, int digits) {
    if (part == 0) {
      return amount(whole, digits);
    }
    boolean negative = whole < 0;
    long shown = negative ? whole + 1 : whole;
    long numerator = negative ? denominator - part : part;
    String sign = negative && shown == 0 ? "-" : "";
    return sign + amount(shown, digits) + fraction(numerator, denominator);
  }

  private static String fraction(long numerator, long denominator) {
    long gcd = BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).longValueExact();
    String text = numerator / gcd + "/" + denominator / gcd;
    String vulgar = VULGAR.get(text);
    return vulgar == null ? " " + text : vulgar;
  }
}
