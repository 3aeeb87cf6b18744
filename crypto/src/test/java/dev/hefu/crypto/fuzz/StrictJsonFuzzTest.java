package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.encoding.StrictJson;

final class StrictJsonFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void json(byte[] input) {
    StrictJson.parse(input).map(StrictJson::bytes).ifPresent(StrictJsonFuzzTest::isWrittenAgain);
  }

  /** What we write we read, and write in the same bytes. */
  private static void isWrittenAgain(byte[] written) {
    assertArrayEquals(written, StrictJson.bytes(StrictJson.parse(written).orElseThrow()));
  }
}
