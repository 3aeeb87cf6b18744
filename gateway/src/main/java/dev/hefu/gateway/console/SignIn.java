package dev.hefu.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Aead;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in that a browser has begun and not finished: sealed, so that the browser itself can keep
 * it and any node can finish it.
 *
 * @param state what must come back with the code
 * @param nonce what the ID token must name
 * @param verifier of the code challenge (RFC 7636)
 * @param place whose account it is about: a participant's id, empty for the console's own sign-in
 * @param to where the person wants to go afterwards
 */
record SignIn(
    String state, String nonce, String verifier, String place, String to, Instant expiresAt) {
  /** A person finds their password within this. */
  static final Duration LIFE = Duration.ofMinutes(10);

  /** Two of the few sign-ins of one browser do not begin with the same. */
  private static final int NAME_CHARS = 12;

  private static final byte[] CONTEXT = "sign-in".getBytes(StandardCharsets.US_ASCII);

  static SignIn begin(String nonce, String place, String to, Instant now) {
    return new SignIn(Sessions.random(), nonce, Sessions.random(), place, to, now.plus(LIFE));
  }

  /** The cookie that keeps it: of its own, so that none takes the place of another. */
  String cookie() {
    return Cookies.SIGN_IN + state.substring(0, NAME_CHARS);
  }

  String sealed(Secret key) {
    String json =
        StrictJson.newObject()
            .put("state", state)
            .put("nonce", nonce)
            .put("verifier", verifier)
            .put("place", place)
            .put("to", to)
            .put("exp", expiresAt.toEpochMilli())
            .toString();
    return Base64Url.encode(Aead.seal(key, json.getBytes(StandardCharsets.UTF_8), CONTEXT));
  }

  /** The sign-in in a cookie of ours that is not over; empty for anything else. */
  static Optional<SignIn> open(Secret key, String sealed, Instant now) {
    return Base64Url.decode(sealed)
        .flatMap(bytes -> Aead.open(key, bytes, CONTEXT))
        .flatMap(StrictJson::object)
        .map(SignIn::read)
        .filter(signIn -> now.isBefore(signIn.expiresAt()));
  }

  private static SignIn read(ObjectNode json) {
    return new SignIn(
        json.path("state").asText(),
        json.path("nonce").asText(),
        json.path("verifier").asText(),
        json.path("place").asText(),
        json.path("to").asText(),
        Instant.ofEpochMilli(json.path("exp").asLong()));
  }
}
