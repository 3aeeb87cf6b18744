package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.encoding.StrictJson;
import java.util.Optional;

final class StrictJsonFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void json(byte[] input) {
    StrictJson.parse(input)
        .ifPresent(
            value -> assertEquals(Optional.of(value), StrictJson.parse(StrictJson.bytes(value))));
  }
}
