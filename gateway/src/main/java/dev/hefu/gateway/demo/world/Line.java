package dev.hefu.gateway.demo.world;

import java.time.Instant;
import java.util.Optional;

/**
 * One order line.
 *
 * @param seller the participant whose order it is: a shop, or the marketplace
 * @param order the seller's own order id
 * @param number names the line in its order
 * @param customer the generator's key of the person who paid
 * @param paidMinor what was paid, in minor units
 * @param shipment empty for what was carried home from a shop
 */
public record Line(
    Channel channel,
    String seller,
    String order,
    String number,
    String brand,
    String sku,
    String group,
    int customer,
    Instant soldAt,
    int quantity,
    long paidMinor,
    Optional<Shipment> shipment,
    Optional<Return> returned) {

  /** What a carrier took to the buyer. */
  public record Shipment(String carrier, Instant dispatchedAt, Instant deliveredAt, int grams) {}

  /** What came back, and the money that was given back for it. */
  public record Return(Instant receivedAt, int quantity, long amountMinor) {}
}
