package dev.hefu.client.token;

/** Where access tokens come from, all bound to one key. Safe for use by many threads. */
public interface TokenSource {
  /**
   * A token that is good for the next seconds; kept and renewed as needed.
   *
   * @throws TokenRefused if the issuer gives none
   * @throws java.io.UncheckedIOException if the issuer cannot be reached
   */
  String token();

  /** The key that the tokens are bound to. */
  ProofKey key();
}
