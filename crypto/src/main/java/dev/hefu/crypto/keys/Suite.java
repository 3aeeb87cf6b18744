package dev.hefu.crypto.keys;

/**
 * A dated set of algorithms that never changes: what is stronger gets a new date. The recipient's
 * registered key selects it, nothing in a message does.
 */
public enum Suite {
  /** What every stock JOSE library has. */
  INTL_2026("A256GCM", 32),
  /** Elliptic curves and lattices together, for secrets that must last. */
  PQ_2026("A256GCM", 32),
  /** The Chinese commercial algorithms SM2, SM3, SM4. */
  SM_2026("SM4GCM", 16);

  private final String contentAlgorithm;
  private final int contentKeyBytes;

  Suite(String contentAlgorithm, int contentKeyBytes) {
    this.contentAlgorithm = contentAlgorithm;
    this.contentKeyBytes = contentKeyBytes;
  }

  /** The member {@code enc} of an envelope. */
  public String contentAlgorithm() {
    return contentAlgorithm;
  }

  /** Bytes of the key that encrypts the content. */
  public int contentKeyBytes() {
    return contentKeyBytes;
  }
}
