package dev.hefu.policy.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.schemas.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceededTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CONSENT_USES; 2; HOUR; 2026-03-01T13:00:00Z; too little is left of the consent's budget of"
            + " uses (2 an hour) until 2026-03-01T13:00:00Z",
        "CONSENT_RECORDS; 500; ; ; too little is left of the consent's budget of records (500 in"
            + " all)",
        "AGREEMENT_RECORDS; 1000; DAY; 2026-03-02T00:00:00Z; too little is left of the sharing"
            + " agreement's budget of records (1000 a day) until 2026-03-02T00:00:00Z",
        "AGREEMENT_RECORDS; 10; DAY; ; the sharing agreement's budget of records (10 a day) is less"
            + " than this answer alone has",
        "AGREEMENT_SUBJECTS; 1; MONTH; 2026-04-01T00:00:00Z; too little is left of the sharing"
            + " agreement's budget of persons (1 a month) until 2026-04-01T00:00:00Z",
      })
  void saysWhichAndWhen(
      Budget budget, int limit, @Nullable Window window, @Nullable Instant opensAt, String words) {
    assertEquals(words, new Exceeded(budget, limit, window, opensAt).words());
  }
}
