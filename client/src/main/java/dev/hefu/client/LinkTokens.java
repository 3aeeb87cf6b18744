package dev.hefu.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The token by which a participant tells the gateway its own id of the person who is signed in
 * there at this moment, and only then.
 */
public final class LinkTokens {
  /** The longest that the gateway accepts. */
  static final Duration LIFE = Duration.ofMinutes(10);

  private LinkTokens() {}

  /**
   * Signs a link token.
   *
   * @param signer of the participant's registered key
   * @param localId the participant's own id of the person
   * @param gateway the gateway's base URL, as in its contract
   * @param nonce of the person's own link request with this participant
   */
  public static String issue(
      Signer signer, String localId, URI gateway, LinkNonce nonce, Instant now) {
    return issue(signer, localId, gateway, nonce, now, null);
  }

  /**
   * Signs a link token of a customer who is known to be under 14.
   *
   * @param minorUntil first day on which they no longer are, best rounded up to a month so that it
   *     does not tell the birthday; null of everybody else
   */
  public static String issue(
      Signer signer,
      String localId,
      URI gateway,
      LinkNonce nonce,
      Instant now,
      @Nullable LocalDate minorUntil) {
    Instant end = now.plus(LIFE);
    Instant until = end.isBefore(nonce.expiresAt()) ? end : nonce.expiresAt();
    ObjectNode claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", nonce.participant())
            .put("sub", localId)
            .put("aud", gateway.toString().replaceFirst("/+$", ""))
            .put("nonce", nonce.nonce())
            .put("iat", now.getEpochSecond())
            .put("exp", until.getEpochSecond());
    if (minorUntil != null) {
      claims.put("minorUntil", minorUntil.toString());
    }
    return signer.jws(LinkCompletion.JWS_TYPE, claims.toString().getBytes(StandardCharsets.UTF_8));
  }
}
