package dev.hefu.bench.exchange;

import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;

/**
 * What an exchange cannot do without: a proof verified, a record verified, a request, a header and
 * a checkpoint signed, an envelope sealed. Timed one after the other, on one thread.
 */
final class CurveOperations {
  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 2_000;
  private static final byte[] MESSAGE = new byte[256];

  private CurveOperations() {}

  /** Microseconds that the operations of one exchange take together. */
  static double microsPerExchange() {
    PrivateKeySet keys = PrivateKeySet.generate();
    Signer signer = Signer.of(keys);
    Verifier verifier = Verifier.of(keys.toPublic());
    Sealer sealer = Sealer.to(keys.toPublic());
    byte[] signature = signer.sign(MESSAGE);
    for (int i = 0; i < WARM_UP; i++) {
      once(signer, verifier, sealer, signature);
    }
    if (Opener.of(keys).open(sealer.seal(MESSAGE, "application/json")).isEmpty()) {
      throw new IllegalStateException("what was sealed does not open");
    }
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      once(signer, verifier, sealer, signature);
    }
    return (System.nanoTime() - start) / 1e3 / ROUNDS;
  }

  private static void once(Signer signer, Verifier verifier, Sealer sealer, byte[] signature) {
    boolean proof = verifier.verify(signer.kid(), MESSAGE, signature);
    boolean record = verifier.verify(signer.kid(), MESSAGE, signature);
    signer.sign(MESSAGE);
    signer.sign(MESSAGE);
    signer.sign(MESSAGE);
    if (!proof || !record || sealer.seal(MESSAGE, "application/json").isEmpty()) {
      throw new IllegalStateException("an operation failed");
    }
  }
}
