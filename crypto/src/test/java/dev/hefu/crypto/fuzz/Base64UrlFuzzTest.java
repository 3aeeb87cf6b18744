package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.encoding.Base64Url;

final class Base64UrlFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void base64url(byte[] input) {
    String text = FuzzKeys.text(input);
    Base64Url.decode(text).ifPresent(bytes -> assertEquals(text, Base64Url.encode(bytes)));
  }
}
