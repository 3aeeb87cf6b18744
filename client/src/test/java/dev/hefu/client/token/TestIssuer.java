package dev.hefu.client.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.TestServer;
import dev.hefu.client.TestServer.Received;
import dev.hefu.client.TestServer.Reply;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.primitive.Providers;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pages and endpoints of an identity provider that a client meets, with the names that Keycloak
 * gives them; tokens are numbered.
 */
public final class TestIssuer {
  static final String PATH = "/realms/hefu";

  private final TestServer server;
  private final AtomicInteger tokens = new AtomicInteger();
  volatile String tokenType = "DPoP";
  volatile String password = "correct horse";
  volatile String registered = "";
  private volatile Map<String, String> authorization = Map.of();

  public TestIssuer(TestServer server) {
    this.server = server;
    String base = server.url() + PATH;
    server.on(
        PATH + "/.well-known/openid-configuration",
        request ->
            Reply.json(
                200,
                """
                {"issuer": "%s", "token_endpoint": "%s/token",
                 "authorization_endpoint": "%s/auth", "other": [1.0]}
                """
                    .formatted(base, base, base)));
    server.on(PATH + "/token", this::token);
    server.on(PATH + "/auth", this::page);
    server.on(PATH + "/login-actions/authenticate", this::authenticate);
    server.on(PATH + "/login-actions/registration", this::registration);
  }

  public Issuer discovered(HttpClient http, Clock clock) {
    return Issuer.discover(http, URI.create(server.url() + PATH), clock);
  }

  int given() {
    return tokens.get();
  }

  private Reply token(Received request) {
    CompactJws proof = CompactJws.parse(request.header("DPoP")).orElseThrow();
    ObjectNode claims = proof.claims().orElseThrow();
    if (!proof.verify(proof.header().jwk().orElseThrow())
        || !claims.path("htu").asText().equals(server.url() + PATH + "/token")
        || !claims.path("htm").asText().equals("POST")) {
      return refusal("invalid_dpop_proof");
    }
    Map<String, String> form = request.form();
    String refused =
        switch (form.getOrDefault("grant_type", "")) {
          case "client_credentials" ->
              form.getOrDefault("client_id", "").equals("nobody") ? "no client" : "";
          case "authorization_code" ->
              form.getOrDefault("code", "").equals("code-1") ? pkce(form) : "no code";
          case "refresh_token" ->
              form.getOrDefault("refresh_token", "").equals("refresh-1") ? "" : "session ended";
          default -> "unsupported_grant_type";
        };
    if (!refused.isEmpty()) {
      return refusal(refused);
    }
    int number = tokens.incrementAndGet();
    return Reply.json(
        200,
        """
        {"access_token": "token-%d", "token_type": "%s", "expires_in": 300,
         "refresh_token": "refresh-%d"}
        """
            .formatted(number, tokenType, number));
  }

  private String pkce(Map<String, String> form) {
    String challenge =
        Base64Url.encode(
            Providers.sha256(
                form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII)));
    return challenge.equals(authorization.getOrDefault("code_challenge", "")) ? "" : "PKCE";
  }

  private static Reply refusal(String error) {
    return Reply.json(
        400, "{\"error\": \"invalid_client\", \"error_description\": \"%s\"}".formatted(error));
  }

  private Reply page(Received request) {
    authorization = BrowserSession.query(request.url());
    return new Reply(
        200,
        Map.of(
            "Set-Cookie", "AUTH_SESSION=s1; Secure; HttpOnly; Path=/", "Content-Type", "text/html"),
        form("kc-form-login", "authenticate?session=1&amp;tab=2")
            + "<a href=\"/realms/hefu/login-actions/registration?tab=2&amp;x=1\">Register</a>");
  }

  private Reply authenticate(Received request) {
    if (!request.header("Cookie").contains("AUTH_SESSION=s1")) {
      return Reply.html("<span id=\"kc-error-message\" class=\"x\"> Cookie not found </span>");
    }
    if (!request.form().getOrDefault("password", "").equals(password)) {
      return Reply.html(
          form("kc-form-login", "authenticate")
              + "<span id=\"input-error\">Invalid username or password.</span>");
    }
    return back("code-1", authorization.getOrDefault("state", ""));
  }

  private Reply registration(Received request) {
    if (request.method().equals("GET")) {
      return Reply.html(form("kc-register-form", "registration?session=1"));
    }
    registered = request.form().getOrDefault("username", "");
    return back("code-1", authorization.getOrDefault("state", ""));
  }

  private Reply back(String code, String state) {
    return new Reply(
        302,
        Map.of(
            "Location",
            authorization.getOrDefault("redirect_uri", "") + "?state=" + state + "&code=" + code),
        "");
  }

  private static String form(String id, String action) {
    return "<form id=\"%s\" class=\"x\" action=\"/realms/hefu/login-actions/%s\" method=\"post\">"
        .formatted(id, action);
  }
}
