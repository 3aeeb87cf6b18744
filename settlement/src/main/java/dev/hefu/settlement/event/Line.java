package dev.hefu.settlement.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A paid order line: the unit that is split. All amounts are minor units of its currency.
 *
 * @param priceMinor before vouchers, tax included
 * @param taxMinor contained in what was paid
 * @param paymentFeeMinor contained in what was paid
 * @param attributes what selectors see; {@link Attribute#SELLER} is always there
 * @param touches the contacts before its payment, in order
 * @param rate of its time to the agreement's currency; null if it is told without
 */
public record Line(
    LineKey key,
    String currency,
    long priceMinor,
    long taxMinor,
    long paymentFeeMinor,
    int quantity,
    List<Voucher> vouchers,
    Map<Attribute, String> attributes,
    List<Touch> touches,
    @Nullable ExchangeRate rate)
    implements Serializable {
  /** Largest amount anywhere: with it, 64-bit words hold every sum of a line's amounts. */
  public static final long MAX_AMOUNT_MINOR = 1L << 36;

  /** Most pieces of one line. */
  public static final int MAX_QUANTITY = 1_000_000;

  /** What a line can be of; goods where it does not say. */
  public static final Set<String> KINDS = Set.of("goods", "shipping");

  /** Most vouchers on one line. */
  public static final int MAX_VOUCHERS = 16;

  /**
   * @throws IllegalArgumentException if an amount or the quantity is out of range, or the vouchers
   *     exceed the price, or tax or payment fee exceed what was paid
   */
  public Line {
    vouchers = List.copyOf(vouchers);
    attributes = Map.copyOf(attributes);
    touches = List.copyOf(touches);
    if (priceMinor < 0 || priceMinor > MAX_AMOUNT_MINOR || taxMinor < 0 || paymentFeeMinor < 0) {
      throw new IllegalArgumentException("amount out of range in line " + key.text());
    }
    if (quantity < 1 || quantity > MAX_QUANTITY || vouchers.size() > MAX_VOUCHERS) {
      throw new IllegalArgumentException("quantity or vouchers out of range: " + key.text());
    }
    long paid = priceMinor - sum(vouchers);
    if (paid < 0 || taxMinor > paid || paymentFeeMinor > paid) {
      throw new IllegalArgumentException("vouchers, tax or fee exceed the price: " + key.text());
    }
  }

  /** Whether an event could tell of a line with this value of an attribute. */
  public static boolean mayHave(Attribute attribute, String value) {
    return switch (attribute) {
      case KIND -> KINDS.contains(value);
      case SELLER -> Members.PARTICIPANT.matcher(value).matches();
      case BRAND, SKU, GROUP, CHANNEL, STORE, ZONE -> Members.WORD.matcher(value).matches();
    };
  }

  /** A line that no contact led to and that needs no rate. */
  public Line(
      LineKey key,
      String currency,
      long priceMinor,
      long taxMinor,
      long paymentFeeMinor,
      int quantity,
      List<Voucher> vouchers,
      Map<Attribute, String> attributes) {
    this(
        key,
        currency,
        priceMinor,
        taxMinor,
        paymentFeeMinor,
        quantity,
        vouchers,
        attributes,
        List.of(),
        null);
  }

  /** Price less all vouchers. */
  public long paidMinor() {
    return vouchers.isEmpty() ? priceMinor : priceMinor - sum(vouchers);
  }

  /** The value of an attribute, or null. */
  public @Nullable String attribute(Attribute attribute) {
    return attributes.get(attribute);
  }

  /**
   * The same line with one more voucher, told by an event of its own.
   *
   * @throws IllegalArgumentException if it exceeds the price or the number of vouchers
   */
  public Line with(Voucher voucher) {
    List<Voucher> more = new ArrayList<>(vouchers);
    more.add(voucher);
    return new Line(
        key,
        currency,
        priceMinor,
        taxMinor,
        paymentFeeMinor,
        quantity,
        more,
        attributes,
        touches,
        rate);
  }

  /** The same line with the contacts that led to it. */
  public Line after(List<Touch> contacts) {
    return new Line(
        key,
        currency,
        priceMinor,
        taxMinor,
        paymentFeeMinor,
        quantity,
        vouchers,
        attributes,
        contacts,
        rate);
  }

  private static long sum(List<Voucher> vouchers) {
    long sum = 0;
    for (int i = 0; i < vouchers.size(); i++) {
      sum = Math.addExact(sum, vouchers.get(i).amountMinor());
    }
    return sum;
  }
}
