package dev.hefu.gateway.demo.world;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the participants of the demo know: one month of order lines, and of the chosen customers
 * everything they ever bought.
 *
 * @param month the month that is settled
 * @param lines the lines sold in it, in the order they were made
 * @param leftOut how many lines of the month were left out per channel because a key was NULL
 * @param purchases per chosen customer all their lines, oldest first
 * @param payers per chosen customer how they pay
 */
public record World(
    YearMonth month,
    List<Line> lines,
    Map<Channel, Integer> leftOut,
    Map<Integer, List<Line>> purchases,
    Map<Integer, Payer> payers) {
  /** What TPC-DS's amounts are taken for. */
  public static final String CURRENCY = "CNY";

  /** The chosen customers in a fixed order. */
  public List<Integer> customers() {
    return purchases.keySet().stream().sorted().toList();
  }

  /** What a customer bought of one seller; empty if they never did. */
  public List<Line> purchases(String seller, int customer) {
    return purchases.getOrDefault(customer, List.of()).stream()
        .filter(line -> line.seller().equals(seller))
        .toList();
  }

  /** How a customer pays; empty if they are not among the chosen. */
  public Optional<Payer> payer(int customer) {
    return Optional.ofNullable(payers.get(customer));
  }

  /** Whether something happened within the month. */
  public boolean isWithinMonth(Instant time) {
    return YearMonth.from(time.atZone(ZoneOffset.UTC)).equals(month);
  }
}
