package dev.hefu.client.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the issuer gave.
 *
 * @param renewAt when to ask for the next one: shortly before this one ends
 * @param refresh gets the next one without the person; null where there is none
 */
record IssuedToken(String access, Instant renewAt, @Nullable String refresh) {
  /** Says nothing of the tokens, which are secrets. */
  @Override
  public String toString() {
    return "IssuedToken[renewAt=" + renewAt + "]";
  }
}
