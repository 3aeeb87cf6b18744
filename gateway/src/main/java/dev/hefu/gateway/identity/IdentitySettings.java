package dev.hefu.gateway.identity;

import java.net.URI;

/**
 * Whose tokens are taken, and where.
 *
 * @param issuer the realm's issuer, exactly as in its tokens
 * @param url where the gateway itself reaches the realm; only this host is ever asked for keys
 * @param audience what a token must be made for
 * @param publicUrl what partners put before the path; the Host header is never looked at
 */
public record IdentitySettings(URI issuer, URI url, String audience, URI publicUrl) {
  /** Checks that the URLs are absolute, without query or fragment. */
  public IdentitySettings {
    plain("issuer", issuer);
    plain("url", url);
    plain("publicUrl", publicUrl);
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience is blank");
    }
  }

  private static void plain(String name, URI value) {
    if (value.getHost() == null || value.getQuery() != null || value.getFragment() != null) {
      throw new IllegalArgumentException(name + " is no plain absolute URL: " + value);
    }
  }
}
