package dev.hefu.gateway.demo.month;

import java.util.Map;

/**
 * What the month came to.
 *
 * @param byChannel minor units per party and channel, before the close evened out roundings
 * @param byParty minor units per party, after it
 * @param lines the lines that were divided
 * @param leftOut the lines that were left out because a key is NULL
 */
record Total(Map<Key, Long> byChannel, Map<String, Long> byParty, long lines, long leftOut) {

  /** One cell of the table of totals. */
  public record Key(String party, String channel) {}

  public Total {
    byChannel = Map.copyOf(byChannel);
    byParty = Map.copyOf(byParty);
  }
}
