package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.log.NoteVerifier;
import java.nio.charset.StandardCharsets;

final class LogKeyFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void logKeys(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    NoteVerifier.parse(text).ifPresent(key -> assertEquals(text, key.vkey()));
  }
}
