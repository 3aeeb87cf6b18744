package dev.hefu.crypto.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import java.nio.charset.StandardCharsets;

final class LogProofFuzzTest {
  private static final Hash LEAF = Hash.ofLeaf(new byte[] {1});

  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void proofs(byte[] input) {
    LogProof.parse(new String(input, StandardCharsets.UTF_8))
        .ifPresent(proof -> proof.verified(LEAF, FuzzKeys.LOG.verifier()));
  }
}
