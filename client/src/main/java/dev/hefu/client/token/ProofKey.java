package dev.hefu.client.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.Providers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The key that access tokens are bound to, and the proofs that the caller holds it (DPoP, RFC
 * 9449). Safe for use by many threads.
 */
public final class ProofKey {
  private static final String TYPE = "dpop+jwt";

  private final Signer signer;

  private ProofKey(Signer signer) {
    this.signer = signer;
  }

  /** A new P-256 key, which lives as long as this object. */
  public static ProofKey generate() {
    return of(PrivateKeySet.generate(KeyType.ES256));
  }

  /** The primary signing key of this set. */
  public static ProofKey of(PrivateKeySet keys) {
    return new ProofKey(Signer.of(keys));
  }

  /**
   * A proof for one request; a repeat needs another.
   *
   * @param url of the request; its query and fragment are no part of the proof
   * @param token the access token that goes with it; null where a token is asked for
   */
  public String proof(String method, URI url, @Nullable String token, Instant now) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims
        .put("jti", RandomText.next())
        .put("htm", method)
        .put("htu", bare(url))
        .put("iat", now.getEpochSecond());
    if (token != null) {
      claims.put("ath", Base64Url.encode(Providers.sha256(token.getBytes(StandardCharsets.UTF_8))));
    }
    return signer.jwsWithKey(TYPE, claims.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String bare(URI url) {
    String text = url.toString();
    int end = text.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = text.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    return text.substring(0, end);
  }
}
