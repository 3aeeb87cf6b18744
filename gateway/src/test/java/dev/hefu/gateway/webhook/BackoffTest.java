package dev.hefu.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
  /** As if chance never shortened a pause. */
  private static final RandomGenerator NO_CHANCE = () -> 0L;

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "10, 2560", "11, 3600", "17, 3600", "119, 3600"})
  void aPauseDoublesUpToAnHour(int attempts, int seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), Backoff.after(attempts, NO_CHANCE));
  }

  @Test
  void afterTheLastAttemptThereIsNone() {
    assertTrue(Backoff.after(Backoff.MOST_ATTEMPTS - 1, NO_CHANCE).isPresent());
    assertEquals(Optional.empty(), Backoff.after(Backoff.MOST_ATTEMPTS, NO_CHANCE));
  }

  @Property
  void chanceShortensAPauseByHalfAtMost(
      @ForAll @IntRange(min = 1, max = Backoff.MOST_ATTEMPTS - 1) int attempts, @ForAll long seed) {
    Duration full = Backoff.after(attempts, NO_CHANCE).orElseThrow();
    Duration drawn = Backoff.after(attempts, new Random(seed)).orElseThrow();
    assertTrue(drawn.compareTo(full) <= 0, () -> drawn + " of " + full);
    assertTrue(drawn.multipliedBy(2).compareTo(full) >= 0, () -> drawn + " of " + full);
  }

  /** Receivers that fail at one moment are not met at one moment. */
  @Test
  void pausesDiffer() {
    Random random = new Random(7);
    List<Duration> pauses =
        random
            .ints(50)
            .mapToObj(each -> Backoff.after(5, random).orElseThrow())
            .distinct()
            .toList();
    assertTrue(pauses.size() > 40, () -> pauses.size() + " different ones of 50");
  }
}
