package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a participant lets its customers sign in, so that they can link their account.
 *
 * @param issuer its OpenID provider, which signs ID tokens with ES256 or EdDSA
 * @param clientId the gateway's id there: a public client with PKCE whose redirect URI is the
 *     gateway's {@code /console/linked/} and the participant's id
 */
public record SignInPlace(URI issuer, String clientId) {
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /** Checks the members. */
  public SignInPlace {
    Shape.require(
        issuer.getHost() != null
            && issuer.getScheme().matches("https?")
            && issuer.getRawUserInfo() == null
            && issuer.getQuery() == null
            && issuer.getFragment() == null,
        "issuer",
        "is no plain http or https URL");
    Shape.matches(CLIENT_ID, "clientId", clientId);
  }
}
