package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.log.EntryBundle;

final class EntryBundleFuzzTest {
  private static final int MOST = 4;

  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void bundles(byte[] input) {
    for (int count = 1; count <= MOST; count++) {
      EntryBundle.decode(input, count)
          .ifPresent(entries -> assertArrayEquals(input, EntryBundle.encode(entries)));
    }
  }
}
