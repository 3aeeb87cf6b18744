package dev.hefu.client.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Tokens of one person's session, renewed by its refresh token until the session ends. */
public final class PersonTokens implements TokenSource {
  private final Issuer issuer;
  private final String clientId;
  private final ProofKey key;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile IssuedToken kept;

  PersonTokens(Issuer issuer, String clientId, ProofKey key, IssuedToken first) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.key = key;
    this.kept = first;
  }

  @Override
  public String token() {
    if (issuer.now().isBefore(kept.renewAt())) {
      return kept.access();
    }
    asking.lock();
    try {
      if (!issuer.now().isBefore(kept.renewAt())) {
        kept = renewed(kept);
      }
      return kept.access();
    } finally {
      asking.unlock();
    }
  }

  private IssuedToken renewed(IssuedToken token) {
    String refresh = token.refresh();
    if (refresh == null) {
      throw new TokenRefused("the session has ended and has no refresh token: sign in again");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", clientId);
    form.put("refresh_token", refresh);
    return issuer.token(form, key);
  }

  @Override
  public ProofKey key() {
    return key;
  }
}
