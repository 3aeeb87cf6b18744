package dev.hefu.schemas.revenue;

import org.jspecify.annotations.Nullable;

/**
 * Why one posting is what it is, to the cent.
 *
 * @param currency ISO 4217; null if the caller knows it
 * @param sentence the computation in words
 */
public record Explanation(
    String posting, long amountMinor, @Nullable String currency, Sentence sentence) {
  /** The same computation in English and Chinese. */
  public record Sentence(String en, String zh) {}
}
