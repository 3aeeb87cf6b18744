package dev.hefu.crypto.keys;

/**
 * The token without which no secret can be read; whoever greps for its name has found every place
 * that touches raw key bytes.
 */
public final class SecretAccess {
  private static final SecretAccess GRANTED = new SecretAccess();

  private SecretAccess() {}

  /** The token; take it only where raw bytes are handed to an algorithm or written to a file. */
  public static SecretAccess granted() {
    return GRANTED;
  }
}
