package dev.hefu.client.provider;

/** What a provider answers to the gateway. */
public sealed interface ProviderReply {
  /**
   * 200 with the signed record, {@code application/sd-jwt}, or the signed counts, {@code
   * application/jose}.
   *
   * @param text the record, or the counts
   */
  record Signed(String text) implements ProviderReply {}

  /**
   * Nothing is disclosed.
   *
   * @param status 400 if the request is malformed, 401 if the gateway did not sign it for this
   *     provider, 409 if it was answered before, 413 if it is too large, 503 if too many came at
   *     once
   */
  record Refused(int status, String reason) implements ProviderReply {}
}
