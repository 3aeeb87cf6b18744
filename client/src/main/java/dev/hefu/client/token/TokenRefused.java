package dev.hefu.client.token;

/** The issuer gave no token: wrong keys, a wrong password, a session that has ended. */
public final class TokenRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenRefused(String message) {
    super(message);
  }
}
