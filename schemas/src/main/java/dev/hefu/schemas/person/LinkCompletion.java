package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;

/** Ends the linking with the participant's token. */
public record LinkCompletion(String linkToken) {
  /** Checks the members. */
  public LinkCompletion {
    Shape.jws("linkToken", linkToken);
    Shape.text("linkToken", linkToken, MAX_CHARS);
  }

  /** Six short claims and a signature fit many times. */
  public static final int MAX_CHARS = 8192;

  /** The {@code typ} of a link token. */
  public static final String JWS_TYPE = "hefu-link+jwt";
}
