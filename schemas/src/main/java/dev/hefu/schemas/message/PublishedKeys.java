package dev.hefu.schemas.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * What a partner verifies the gateway with.
 *
 * @param issuer who signs callers in
 * @param jwks the gateway's public keys as a JWK set; crypto checks them
 * @param logKey verifier key of the log's checkpoints (c2sp.org/signed-note)
 */
public record PublishedKeys(URI issuer, ObjectNode jwks, String logKey) {
  /** Copies the keys. */
  public PublishedKeys {
    jwks = jwks.deepCopy();
  }
}
