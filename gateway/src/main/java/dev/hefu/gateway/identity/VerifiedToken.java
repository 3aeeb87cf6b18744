package dev.hefu.gateway.identity;

import dev.hefu.crypto.keys.PublicJwk;
import java.util.Optional;

/**
 * An access token that the issuer signed for this gateway.
 *
 * @param caller empty if it has no role of this gateway
 * @param jkt thumbprint of the key that its sender must hold; empty for a plain bearer token
 * @param expiresAt seconds since 1970; not valid from then on
 * @param key what it was signed with; when the issuer withdraws it, the token is void
 */
record VerifiedToken(
    Optional<Caller> caller, Optional<String> jkt, long expiresAt, PublicJwk key) {}
