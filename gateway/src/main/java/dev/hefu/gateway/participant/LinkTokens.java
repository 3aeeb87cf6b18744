package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.schemas.person.LinkCompletion;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads link tokens: what a participant signs for its own customer, {@code {iss, sub, aud, nonce,
 * iat, exp}}, and {@code minorUntil} of a customer under 14. Whether the nonce is the person's and
 * the time is right is the ledger's to say.
 */
public final class LinkTokens {
  /** The end of the year 9999. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private static final String MINOR_UNTIL = "minorUntil";

  /** Such as we make; anything else names no request. */
  private static final String NONCE = "[a-z2-7]{1,64}";

  /** Other years are no birthdays. */
  private static final String DAY = "(19|20|21)\\d\\d-\\d\\d-\\d\\d";

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
        .filter(claims -> text(claims, "nonce").matches(NONCE))
        .filter(claims -> isTime(claims.path("iat")) && isTime(claims.path("exp")))
        .filter(claims -> !claims.has(MINOR_UNTIL) || minorUntil(claims) != null)
        .map(
            claims ->
                new LinkToken(
                    text(claims, "iss"),
                    text(claims, "sub"),
                    text(claims, "nonce"),
                    Instant.ofEpochSecond(claims.get("iat").longValue()),
                    Instant.ofEpochSecond(claims.get("exp").longValue()),
                    minorUntil(claims)));
  }

  /** The day that the claim names; null if it is none or names no day. */
  private static @Nullable LocalDate minorUntil(JsonNode claims) {
    String day = text(claims, MINOR_UNTIL);
    try {
      return day.matches(DAY) ? LocalDate.parse(day) : null;
    } catch (DateTimeParseException noDay) {
      return null;
    }
  }

  private static String text(JsonNode claims, String name) {
    JsonNode claim = claims.path(name);
    return claim.isTextual() ? claim.textValue() : "";
  }

  private static boolean isTime(JsonNode claim) {
    return claim.isIntegralNumber()
        && claim.canConvertToLong()
        && claim.longValue() > 0
        && claim.longValue() <= MAX_SECONDS;
  }
}
