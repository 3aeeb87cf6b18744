package dev.hefu.crypto.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hefu.crypto.log.Checkpoint;
import java.nio.charset.StandardCharsets;

final class CheckpointFuzzTest {
  @FuzzTest(maxDuration = FuzzKeys.MINUTE)
  void checkpoints(byte[] input) {
    String note = new String(input, StandardCharsets.UTF_8);
    Checkpoint.verified(note, FuzzKeys.LOG.verifier());
    FuzzKeys.COSIGNER.verifier().verified(note);
  }
}
