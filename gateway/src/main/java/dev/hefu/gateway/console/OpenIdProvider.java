package dev.hefu.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One OpenID provider as its client sees it: authorization code with PKCE (RFC 7636), an ID token
 * (OpenID Connect Core 2, 3.1.3.7) signed with a key of the provider. Only the provider's own host
 * is ever asked, whatever its discovery document says, and redirects are not followed.
 */
final class OpenIdProvider {
  /** A person waits for this. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A key set fits, and tokens and discovery documents with it. */
  private static final int MAX_BYTES = PublicKeySet.MAX_BYTES;

  /** How far the provider's clock may be from ours. */
  private static final long SKEW_SECONDS = 60;

  /** The end of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final int OK = 200;

  private final Door door;
  private final String issuer;
  private final URI url;
  private final String client;
  private final URI redirect;

  /**
   * @param door that reaches it
   * @param issuer as its tokens name it
   * @param url where this gateway reaches it
   * @param client our id there
   * @param redirect where it sends the person back to
   */
  OpenIdProvider(Door door, URI issuer, URI url, String client, URI redirect) {
    this.door = door;
    this.issuer = issuer.toString();
    this.url = url;
    this.client = client;
    this.redirect = redirect;
  }

  /** What the provider says of a person who has signed in there. */
  record Identity(String sub, Instant issuedAt, Instant expiresAt) {}

  /** The provider could not be asked, or said what cannot be believed; one clause for the log. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String reason) {
      super(reason);
    }
  }

  /**
   * Where the person's browser is to be sent.
   *
   * @param anew whether the person must show again who they are, though the provider knows them
   */
  URI authorization(SignIn signIn, String language, boolean anew) throws Failed {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client);
    query.put("scope", "openid");
    query.put("redirect_uri", redirect.toString());
    query.put("state", signIn.state());
    query.put("nonce", signIn.nonce());
    if (anew) {
      query.put("prompt", "login");
    }
    query.put(
        "code_challenge",
        Base64Url.encode(Providers.sha256(signIn.verifier().getBytes(StandardCharsets.US_ASCII))));
    query.put("code_challenge_method", "S256");
    query.put("ui_locales", language.equals("zh") ? "zh-CN" : "en");
    return URI.create(issuer + path("authorization_endpoint") + "?" + encoded(query));
  }

  /**
   * Checks whose answer came back, where it says so (RFC 9207).
   *
   * @param named null if it does not
   */
  void checkIssuer(@Nullable String named) throws Failed {
    if (named != null && !issuer.equals(named)) {
      throw new Failed("the answer is of another issuer");
    }
  }

  /** Changes the code for an ID token and reads it. */
  Identity redeem(String code, SignIn signIn, Instant now) throws Failed {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", client);
    form.put("code", code);
    form.put("code_verifier", signIn.verifier());
    form.put("redirect_uri", redirect.toString());
    OutboundRequest request =
        OutboundRequest.post(
            URI.create(url + path("token_endpoint")),
            "application/x-www-form-urlencoded",
            encoded(form).getBytes(StandardCharsets.US_ASCII),
            TIMEOUT,
            MAX_BYTES);
    String token = object(request).path("id_token").asText();
    return identity(token, signIn.nonce(), now);
  }

  private Identity identity(String token, String nonce, Instant now) throws Failed {
    CompactJws jws = CompactJws.parse(token).orElseThrow(() -> new Failed("no ID token was given"));
    boolean signed =
        jws.header().kid().flatMap(keys()::find).filter(key -> jws.verify(key)).isPresent();
    if (!signed) {
      throw new Failed("the ID token is not signed by a key of the provider that we take");
    }
    ObjectNode claims = jws.claims().orElseThrow(() -> new Failed("the claims are no JSON"));
    Instant issuedAt = time(claims.path("iat"));
    Instant expiresAt = time(claims.path("exp"));
    check(issuer.equals(claims.path("iss").asText()), "another issuer");
    check(isForUs(claims.path("aud"), claims.path("azp")), "another audience");
    check(nonce.equals(claims.path("nonce").asText()), "another nonce");
    check(!issuedAt.isAfter(now.plusSeconds(SKEW_SECONDS)), "a time to come");
    check(expiresAt.isAfter(now.minusSeconds(SKEW_SECONDS)), "a time gone by");
    check(!claims.path("sub").asText().isEmpty(), "nobody");
    return new Identity(claims.path("sub").asText(), issuedAt, expiresAt);
  }

  private boolean isForUs(JsonNode audience, JsonNode authorizedParty) {
    return audience.isArray()
        ? audience.size() == 1 && client.equals(audience.path(0).asText())
        : client.equals(audience.asText())
            && (authorizedParty.isMissingNode() || client.equals(authorizedParty.asText()));
  }

  private static Instant time(JsonNode seconds) throws Failed {
    boolean whole = seconds.isIntegralNumber() && seconds.canConvertToLong();
    long second = whole ? seconds.longValue() : Long.MIN_VALUE;
    check(second >= -LAST_SECOND && second <= LAST_SECOND, "no time");
    return Instant.ofEpochSecond(second);
  }

  private static void check(boolean holds, String otherwise) throws Failed {
    if (!holds) {
      throw new Failed("the ID token is of " + otherwise);
    }
  }

  private PublicKeySet keys() throws Failed {
    ObjectNode set = object(get(URI.create(url + path("jwks_uri"))));
    return switch (PublicKeySet.parse(set)) {
      case KeySetCheck.Valid(PublicKeySet keys) -> keys;
      case KeySetCheck.Invalid(String reason) -> throw new Failed(reason);
    };
  }

  /** The path below the issuer that discovery names; another place is refused. */
  private String path(String endpoint) throws Failed {
    ObjectNode document = object(get(URI.create(url + "/.well-known/openid-configuration")));
    check(issuer.equals(document.path("issuer").asText()), "another issuer");
    String address = document.path(endpoint).asText();
    for (String base : new String[] {issuer, url.toString()}) {
      if (address.startsWith(base + "/")) {
        return address.substring(base.length());
      }
    }
    throw new Failed(endpoint + " is not below the issuer");
  }

  private static OutboundRequest get(URI address) {
    return OutboundRequest.get(address, TIMEOUT, MAX_BYTES);
  }

  private ObjectNode object(OutboundRequest request) throws Failed {
    OutboundAnswer answer = door.send(request);
    Optional<ObjectNode> object =
        answer instanceof OutboundAnswer.Answered(int status, var mediaType, byte[] body)
                && status == OK
            ? StrictJson.object(body)
            : Optional.empty();
    return object.orElseThrow(
        () -> new Failed(request.address().getPath() + ": " + answer.reason()));
  }

  private static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            value ->
                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
