package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.schemas.person.LinkCompletion;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads link tokens: what a participant signs for its own customer, {@code {iss, sub, aud, nonce,
 * iat, exp}}. Whether the nonce is the person's and the time is right is the ledger's to say.
 */
public final class LinkTokens {
  /** The end of the year 9999. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private final Participants participants;
  private final String audience;

  /**
   * @param gateway the URL that a token must name as its audience
   */
  public LinkTokens(Participants participants, URI gateway) {
    this.participants = participants;
    this.audience = gateway.toString();
  }

  /** The token, if a registered key of its issuer signed it for this gateway. */
  public Optional<LinkToken> verified(String compact) {
    return CompactJws.parse(compact)
        .flatMap(CompactJws::claims)
        .filter(
            claims ->
                participants
                    .verify(text(claims, "iss"), compact, LinkCompletion.JWS_TYPE)
                    .isPresent())
        .filter(claims -> text(claims, "aud").equals(audience))
        .filter(claims -> isTime(claims.path("iat")) && isTime(claims.path("exp")))
        .map(
            claims ->
                new LinkToken(
                    text(claims, "iss"),
                    text(claims, "sub"),
                    text(claims, "nonce"),
                    Instant.ofEpochSecond(claims.get("iat").longValue()),
                    Instant.ofEpochSecond(claims.get("exp").longValue())));
  }

  private static String text(JsonNode claims, String name) {
    return claims.path(name).asText("");
  }

  private static boolean isTime(JsonNode claim) {
    return claim.isIntegralNumber() && claim.longValue() > 0 && claim.longValue() <= MAX_SECONDS;
  }
}
