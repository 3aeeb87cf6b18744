package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;

final class PublicKeysFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void publicKeys(byte[] input) {
    if (PublicKeySet.parse(input) instanceof KeySetCheck.Valid valid) {
      assertEquals(valid, PublicKeySet.parse(valid.keys().toJson()));
    }
  }
}
