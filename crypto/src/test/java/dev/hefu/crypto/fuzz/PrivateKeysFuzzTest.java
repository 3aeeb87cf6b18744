package dev.hefu.crypto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.SecretAccess;

final class PrivateKeysFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void privateKeys(byte[] input) {
    PrivateKeySet.parse(input)
        .ifPresent(
            keys -> {
              byte[] json = StrictJson.bytes(keys.toJson(SecretAccess.granted()));
              PrivateKeySet again = PrivateKeySet.parse(json).orElseThrow();
              assertEquals(keys.toPublic(), again.toPublic());
            });
  }
}
