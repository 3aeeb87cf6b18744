package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.jws.JwsHeader;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.schemas.ErrorCode;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks access tokens as RFC 9068 says: the issuer's key decides the algorithm, and issuer,
 * audience and time must fit. What was found valid is remembered until it expires or its key goes.
 */
final class AccessTokens {
  /** Keycloak's tokens have about 900 characters; this leaves room for many roles. */
  static final int MAX_CHARS = 8_192;

  /** The longest life that a token may have, so that a leaked or outdated one ends soon. */
  static final long MAX_LIFE_SECONDS = 300;

  /** How far the issuer's clock may be ahead of ours. */
  static final long SKEW_SECONDS = 10;

  private static final String TYPE = "at+jwt";

  private final IdentitySettings settings;
  private final IssuerKeys keys;
  private final CallerReader callers;
  private final InstantSource clock;

  /** By the digest of their bytes, so that a signature is checked once for many requests. */
  private final RecentlyUsed<VerifiedToken> cache = new RecentlyUsed<>();

  AccessTokens(
      IdentitySettings settings, IssuerKeys keys, SubjectIds subjects, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.callers = new CallerReader(subjects);
    this.clock = clock;
  }

  /**
   * Checks one token.
   *
   * @param digest base64url of the SHA-256 of the token's characters
   */
  TokenCheck check(String token, String digest) {
    Optional<VerifiedToken> known = cache.find(digest);
    if (known.isPresent()) {
      VerifiedToken earlier = known.get();
      if (keys.present(earlier.key())) {
        return inTime(earlier);
      }
      cache.remove(digest);
    }
    TokenCheck check = checkAnew(token);
    if (check instanceof TokenCheck.Valid(VerifiedToken verified)) {
      cache.put(digest, verified);
    }
    return check;
  }

  private TokenCheck inTime(VerifiedToken token) {
    return clock.instant().getEpochSecond() < token.expiresAt()
        ? new TokenCheck.Valid(token)
        : new TokenCheck.Invalid(ErrorCode.TOKEN_EXPIRED, "The access token has expired.");
  }

  private TokenCheck checkAnew(String token) {
    Optional<CompactJws> parsed =
        token.length() > MAX_CHARS ? Optional.empty() : CompactJws.parse(token);
    if (parsed.isEmpty()) {
      return invalid("The access token is no signed JWT of at most " + MAX_CHARS + " characters.");
    }
    CompactJws jws = parsed.get();
    JwsHeader header = jws.header();
    if (!header.typ().equals(TYPE) || header.jwk().isPresent() || header.kid().isEmpty()) {
      return invalid("The header of the access token must have typ at+jwt and kid, and no jwk.");
    }
    IssuerKeys.Lookup lookup = keys.find(header.kid().get());
    return switch (lookup) {
      case IssuerKeys.Lookup.Found(PublicJwk key) ->
          jws.verify(key) ? claims(jws, key) : invalid("The access token's signature is wrong.");
      case IssuerKeys.Lookup.Unknown() -> invalid("The issuer has no key with the token's kid.");
      case IssuerKeys.Lookup.Unavailable() ->
          new TokenCheck.Invalid(
              ErrorCode.OVERLOADED, "The issuer's keys cannot be read at present.");
    };
  }

  private TokenCheck claims(CompactJws jws, PublicJwk key) {
    Optional<ObjectNode> read = jws.claims();
    if (read.isEmpty()) {
      return invalid("The claims of the access token are not strict JSON.");
    }
    ObjectNode claims = read.get();
    if (!settings.issuer().toString().equals(claims.path("iss").textValue())) {
      return invalid("The access token is from another issuer.");
    }
    if (!isFor(claims.path("aud"))) {
      return invalid("The access token is for another audience.");
    }
    long now = clock.instant().getEpochSecond();
    long expiresAt = seconds(claims.path("exp"));
    if (expiresAt > now + MAX_LIFE_SECONDS + SKEW_SECONDS
        || seconds(claims.path("iat")) > now + SKEW_SECONDS
        || (claims.has("nbf") && seconds(claims.path("nbf")) > now + SKEW_SECONDS)) {
      return invalid("The access token is not yet valid, or for longer than 300 s.");
    }
    Optional<String> jkt = Optional.ofNullable(claims.path("cnf").path("jkt").textValue());
    return switch (callers.read(claims)) {
      case CallerReader.Reading.Read(Optional<Caller> caller) ->
          inTime(new VerifiedToken(caller, jkt, expiresAt, key));
      case CallerReader.Reading.Unusable(String detail) -> invalid(detail);
    };
  }

  private boolean isFor(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.textValue().equals(settings.audience());
    }
    for (JsonNode one : audience) {
      if (settings.audience().equals(one.textValue())) {
        return true;
      }
    }
    return false;
  }

  /** A NumericDate; the end of time if it is missing or no whole number, which no check passes. */
  private static long seconds(JsonNode date) {
    return date.isIntegralNumber() && date.canConvertToLong() ? date.longValue() : Long.MAX_VALUE;
  }

  private static TokenCheck invalid(String detail) {
    return new TokenCheck.Invalid(ErrorCode.TOKEN_INVALID, detail);
  }
}
