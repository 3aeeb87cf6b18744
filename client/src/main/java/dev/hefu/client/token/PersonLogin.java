package dev.hefu.client.token;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs a person in through the identity provider's own pages, as a browser would: authorization
 * code with PKCE (RFC 7636), the token bound to a new key. For demonstrations and tests; a real
 * application sends the person's browser there.
 */
public final class PersonLogin {
  private static final String CLIENT = "hefu-person";

  /** RFC 7636 wants 43 characters at least. */
  private static final int VERIFIER_BYTES = 48;

  private final HttpClient http;
  private final Issuer issuer;
  private final URI redirect;

  /**
   * @param http must not follow redirects
   * @param redirect where the identity provider sends the browser back to; nothing needs to listen
   *     there
   * @throws IllegalArgumentException if {@code http} follows redirects
   */
  public PersonLogin(HttpClient http, Issuer issuer, URI redirect) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("the HTTP client follows redirects");
    }
    this.http = http;
    this.issuer = issuer;
    this.redirect = redirect;
  }

  /**
   * Signs in with name and password.
   *
   * @throws TokenRefused if the identity provider does not let the person in
   * @throws UncheckedIOException if it cannot be reached
   */
  public PersonTokens signIn(String username, String password) {
    return run(new Form("kc-form-login", Map.of("username", username, "password", password)));
  }

  /**
   * Makes an account and signs in.
   *
   * @throws TokenRefused if the identity provider does not accept the account
   * @throws UncheckedIOException if it cannot be reached
   */
  public PersonTokens register(String username, String password) {
    Map<String, String> fields =
        Map.of(
            "username", username,
            "password", password,
            "password-confirm", password,
            "email", username + "@example.invalid",
            "firstName", username,
            "lastName", username);
    return run(new Form("kc-register-form", fields));
  }

  private record Form(String id, Map<String, String> fields) {}

  private PersonTokens run(Form form) {
    String verifier = RandomText.next(VERIFIER_BYTES);
    String state = RandomText.next();
    BrowserSession browser = new BrowserSession(http);
    BrowserSession.Page page = browser.get(authorization(verifier, state));
    if (form.id().equals("kc-register-form")) {
      page = browser.get(page.link("login-actions/registration"));
    }
    BrowserSession.Page answer = browser.post(page.form(form.id()), form.fields());
    String code = code(answer, state);
    ProofKey key = ProofKey.generate();
    Map<String, String> request = new LinkedHashMap<>();
    request.put("grant_type", "authorization_code");
    request.put("client_id", CLIENT);
    request.put("code", code);
    request.put("code_verifier", verifier);
    request.put("redirect_uri", redirect.toString());
    return new PersonTokens(issuer, CLIENT, key, issuer.token(request, key));
  }

  private URI authorization(String verifier, String state) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", CLIENT);
    query.put("scope", "openid");
    query.put("redirect_uri", redirect.toString());
    query.put("state", state);
    query.put(
        "code_challenge",
        Base64Url.encode(Providers.sha256(verifier.getBytes(StandardCharsets.US_ASCII))));
    query.put("code_challenge_method", "S256");
    return URI.create(issuer.authorizationEndpoint() + "?" + Issuer.encoded(query));
  }

  private String code(BrowserSession.Page answer, String state) {
    URI back = answer.redirect();
    if (back == null || !back.toString().startsWith(redirect.toString())) {
      throw new TokenRefused("the identity provider says: " + answer.message());
    }
    Map<String, String> query = BrowserSession.query(back);
    String code = query.get("code");
    if (code == null || !state.equals(query.get("state"))) {
      throw new TokenRefused(query.getOrDefault("error", "no code for this sign-in came back"));
    }
    return code;
  }
}
