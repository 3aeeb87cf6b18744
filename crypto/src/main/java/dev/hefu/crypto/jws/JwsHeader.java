package dev.hefu.crypto.jws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.keys.PublicJwk;
import java.util.Locale;
import java.util.Optional;

/**
 * The header of a signed message.
 *
 * @param alg the algorithm that the sender claims; the key decides which one is allowed
 * @param typ the media type in lower case without {@code application/}, empty text if absent
 * @param kid the id of the key, if the header names one
 * @param jwk the key itself, if the header carries a public key of a kind that we take
 */
public record JwsHeader(String alg, String typ, Optional<String> kid, Optional<PublicJwk> jwk) {
  private static final String APPLICATION = "application/";

  /** The header in a JSON object; empty if it is unusable or asks for something critical. */
  static Optional<JwsHeader> of(ObjectNode json) {
    String alg = json.path("alg").textValue();
    if (alg == null
        || json.has("crit")
        || json.has("b64")
        || json.has("zip")
        || !textOrAbsent(json, "typ")
        || !textOrAbsent(json, "kid")) {
      return Optional.empty();
    }
    Optional<PublicJwk> jwk = json.has("jwk") ? PublicJwk.parse(json.get("jwk")) : Optional.empty();
    return json.has("jwk") && jwk.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JwsHeader(
                alg,
                mediaType(json.path("typ").asText("")),
                Optional.ofNullable(json.path("kid").textValue()),
                jwk));
  }

  private static boolean textOrAbsent(ObjectNode json, String member) {
    JsonNode value = json.get(member);
    return value == null || value.isTextual();
  }

  private static String mediaType(String typ) {
    String lower = typ.toLowerCase(Locale.ROOT);
    return lower.startsWith(APPLICATION) ? lower.substring(APPLICATION.length()) : lower;
  }
}
