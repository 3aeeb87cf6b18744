package dev.hefu.client.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.crypto.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an organisation, or of an operator's program, that signs in with its registered key
 * ({@code private_key_jwt}, RFC 7523). One call at a time asks the issuer; the others wait for it.
 */
public final class ClientTokens implements TokenSource {
  /** An assertion is used at once. */
  private static final long ASSERTION_SECONDS = 60;

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Issuer issuer;
  private final String clientId;
  private final Signer signer;
  private final ProofKey key = ProofKey.generate();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable IssuedToken kept;

  /**
   * @param clientId the participant's id
   * @param signer of the key that is registered for it
   */
  public ClientTokens(Issuer issuer, String clientId, Signer signer) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.signer = signer;
  }

  @Override
  public String token() {
    IssuedToken token = kept;
    if (token != null && issuer.now().isBefore(token.renewAt())) {
      return token.access();
    }
    asking.lock();
    try {
      token = kept;
      if (token == null || !issuer.now().isBefore(token.renewAt())) {
        token = issuer.token(form(), key);
        kept = token;
      }
      return token.access();
    } finally {
      asking.unlock();
    }
  }

  @Override
  public ProofKey key() {
    return key;
  }

  private Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", clientId);
    form.put("client_assertion_type", ASSERTION_TYPE);
    form.put("client_assertion", assertion());
    return form;
  }

  private String assertion() {
    Instant now = issuer.now();
    String claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", clientId)
            .put("sub", clientId)
            .put("aud", issuer.name())
            .put("jti", RandomText.next())
            .put("iat", now.getEpochSecond())
            .put("exp", now.getEpochSecond() + ASSERTION_SECONDS)
            .toString();
    return signer.jws("JWT", claims.getBytes(StandardCharsets.UTF_8));
  }
}
