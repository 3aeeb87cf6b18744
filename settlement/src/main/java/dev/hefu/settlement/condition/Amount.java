package dev.hefu.settlement.condition;

import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.Voucher;

/** A whole number that a line gives: minor units, pieces, ppm or letters. */
sealed interface Amount {
  /** Its value; no line makes it overflow. */
  long of(Line line);

  /** Within what it stays for every line. */
  Bounds bounds();

  /** What a line knows of itself. */
  enum Known implements Amount {
    PRICE_MINOR("priceMinor", Line.MAX_AMOUNT_MINOR),
    PAID_MINOR("paidMinor", Line.MAX_AMOUNT_MINOR),
    TAX_MINOR("taxMinor", Line.MAX_AMOUNT_MINOR),
    PAYMENT_FEE_MINOR("paymentFeeMinor", Line.MAX_AMOUNT_MINOR),
    /** All vouchers together. */
    VOUCHERS_MINOR("vouchersMinor", Line.MAX_AMOUNT_MINOR),
    /** The vouchers in millionths of the price, rounded down; 0 where the price is 0. */
    DISCOUNT_PPM("discountPpm", Known.PPM),
    QUANTITY("quantity", 1, Line.MAX_QUANTITY);

    private static final int PPM = 1_000_000;

    private final String word;
    private final long least;
    private final long most;

    Known(String word, long most) {
      this(word, 0, most);
    }

    Known(String word, long least, long most) {
      this.word = word;
      this.least = least;
      this.most = most;
    }

    /** Its name in conditions. */
    String word() {
      return word;
    }

    @Override
    public long of(Line line) {
      return switch (this) {
        case PRICE_MINOR -> line.priceMinor();
        case PAID_MINOR -> line.paidMinor();
        case TAX_MINOR -> line.taxMinor();
        case PAYMENT_FEE_MINOR -> line.paymentFeeMinor();
        case VOUCHERS_MINOR -> vouchers(line);
        case DISCOUNT_PPM -> line.priceMinor() == 0 ? 0 : vouchers(line) * PPM / line.priceMinor();
        case QUANTITY -> line.quantity();
      };
    }

    @Override
    public Bounds bounds() {
      return Bounds.of(least, most);
    }

    private static long vouchers(Line line) {
      long sum = 0;
      for (Voucher voucher : line.vouchers()) {
        sum += voucher.amountMinor();
      }
      return sum;
    }
  }

  /** A number as written. */
  record Constant(long value) implements Amount {
    @Override
    public long of(Line line) {
      return value;
    }

    @Override
    public Bounds bounds() {
      return Bounds.of(value, value);
    }
  }

  /** The number of letters of a text. */
  record Size(Text text) implements Amount {
    /** Longest text of an event. */
    private static final int MAX_LETTERS = 64;

    @Override
    public long of(Line line) {
      String of = text.of(line);
      return of.codePointCount(0, of.length());
    }

    @Override
    public Bounds bounds() {
      return text instanceof Text.Constant(String value)
          ? Bounds.of(value.length(), value.length())
          : Bounds.of(0, MAX_LETTERS);
    }
  }

  /** The other way round. */
  record Negated(Amount of) implements Amount {
    @Override
    public long of(Line line) {
      return -of.of(line);
    }

    @Override
    public Bounds bounds() {
      return of.bounds().negated();
    }
  }

  /** Two numbers made one. A divisor is a constant other than 0. */
  record Computed(Operation operation, Amount left, Amount right) implements Amount {
    @Override
    public long of(Line line) {
      long a = left.of(line);
      long b = right.of(line);
      return switch (operation) {
        case PLUS -> a + b;
        case MINUS -> a - b;
        case TIMES -> a * b;
        case DIVIDED_BY -> a / b;
        case MODULO -> a % b;
      };
    }

    @Override
    public Bounds bounds() {
      Bounds a = left.bounds();
      Bounds b = right.bounds();
      return switch (operation) {
        case PLUS -> a.plus(b);
        case MINUS -> a.plus(b.negated());
        case TIMES -> a.times(b);
        case DIVIDED_BY -> a.dividedBy(b.least());
        case MODULO -> a.remainder(b.least());
      };
    }
  }

  /** One number or another. */
  record Chosen(Test test, Amount then, Amount otherwise) implements Amount {
    @Override
    public long of(Line line) {
      return test.holds(line) ? then.of(line) : otherwise.of(line);
    }

    @Override
    public Bounds bounds() {
      return then.bounds().or(otherwise.bounds());
    }
  }

  /** What can be computed. */
  enum Operation {
    PLUS("+"),
    MINUS("-"),
    TIMES("×"),
    DIVIDED_BY("÷"),
    MODULO("mod");

    private final String sign;

    Operation(String sign) {
      this.sign = sign;
    }

    /** As sentences have it. */
    String sign() {
      return sign;
    }
  }
}
