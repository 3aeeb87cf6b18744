package dev.hefu.crypto.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.Base64Url;

final class EnvelopeFuzzTest {
  private static final Opener OPENER = Opener.of(FuzzKeys.KEYS);

  /** Behind any header: a wrapped key, a nonce, a text and a tag of the right lengths. */
  private static final String PARTS =
      "." + "A".repeat(54) + ".AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";

  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void envelopes(byte[] input) {
    OPENER.open(FuzzKeys.text(input));
    OPENER.open(Base64Url.encode(input) + PARTS);
  }
}
