package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.Providers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gets tokens from a real Keycloak the way participants and persons do. */
final class TokenClient {
  private static final String REDIRECT = "http://127.0.0.1:7/signed-in";
  private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]*)\"");
  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]*)");

  private final URI issuer;
  private final PrivateKeySet keys;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Java's own jar would keep back what Keycloak marks as secure, which 127.0.0.1 is. */
  private final Map<String, String> cookies = new LinkedHashMap<>();

  TokenClient(URI issuer, PrivateKeySet keys) {
    this.issuer = issuer;
    this.keys = keys;
  }

  /** The token endpoint's answer to client credentials, with or without a proof. */
  JsonNode clientCredentials(String client, boolean bound) throws Exception {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion(client));
    return token(form, bound);
  }

  /** Signs up a new person on Keycloak's own pages and gets their token by code and PKCE. */
  JsonNode newPerson(String name, String password) throws Exception {
    String verifier = Base64Url.encode(Providers.randomBytes(32));
    String challenge = Base64Url.encode(sha256(verifier));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", "hefu-person");
    query.put("response_type", "code");
    query.put("scope", "openid");
    query.put("prompt", "create");
    query.put("redirect_uri", REDIRECT);
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    String registration = get(issuer + "/protocol/openid-connect/auth?" + encoded(query)).body();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", name);
    form.put("password", password);
    form.put("password-confirm", password);
    HttpResponse<String> done =
        post(issuer.resolve(first(FORM, registration).replace("&amp;", "&")), form, "");
    String location =
        done.headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("not signed up: " + done.body()));
    Map<String, String> exchange = new LinkedHashMap<>();
    exchange.put("grant_type", "authorization_code");
    exchange.put("client_id", "hefu-person");
    exchange.put("code", first(CODE, location));
    exchange.put("redirect_uri", REDIRECT);
    exchange.put("code_verifier", verifier);
    return token(exchange, true);
  }

  /** A proof of possession for one request. */
  String proof(String method, String url, String ath) {
    ObjectNode claims = StrictJson.newObject();
    claims.put("jti", UUID.randomUUID().toString()).put("htm", method).put("htu", url);
    claims.put("iat", Instant.now().getEpochSecond());
    if (!ath.isEmpty()) {
      claims.put("ath", Base64Url.encode(sha256(ath)));
    }
    return Signer.of(keys).jwsWithKey("dpop+jwt", StrictJson.bytes(claims));
  }

  private JsonNode token(Map<String, String> form, boolean bound) throws Exception {
    URI endpoint = URI.create(issuer + "/protocol/openid-connect/token");
    String proof = bound ? proof("POST", endpoint.toString(), "") : "";
    byte[] body = post(endpoint, form, proof).body().getBytes(StandardCharsets.UTF_8);
    return StrictJson.parse(body).orElseThrow();
  }

  private String assertion(String client) {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims = StrictJson.newObject();
    claims.put("iss", client).put("sub", client).put("aud", issuer.toString());
    claims.put("jti", UUID.randomUUID().toString()).put("iat", now).put("exp", now + 30);
    return Signer.of(keys).jws("jwt", StrictJson.bytes(claims));
  }

  private HttpResponse<String> get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private HttpResponse<String> post(URI url, Map<String, String> form, String proof)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)));
    if (!proof.isEmpty()) {
      request.header("DPoP", proof);
    }
    return send(request);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    for (String line : answer.headers().allValues("Set-Cookie")) {
      String[] pair = line.split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    return answer;
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static byte[] sha256(String text) {
    return Providers.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }
}
