package dev.hefu.gateway.identity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens that were verified, by the digest of their bytes, so that a signature is checked once and
 * not with every request. Bounded: two generations, of which the older goes when the younger is
 * full; what is still used moves to the younger.
 */
final class TokenCache {
  /** A participant has one token per 5 minutes, a person a few; 8,192 of them take 4 MB. */
  static final int GENERATION = 8_192;

  private volatile Map<String, VerifiedToken> young = new ConcurrentHashMap<>();
  private volatile Map<String, VerifiedToken> old = new ConcurrentHashMap<>();

  /** The token with this digest; the caller checks that it is still good. */
  Optional<VerifiedToken> find(String digest) {
    VerifiedToken token = young.get(digest);
    if (token == null) {
      token = old.remove(digest);
      if (token != null) {
        put(digest, token);
      }
    }
    return Optional.ofNullable(token);
  }

  void put(String digest, VerifiedToken token) {
    if (young.size() >= GENERATION) {
      turn();
    }
    young.put(digest, token);
  }

  void remove(String digest) {
    young.remove(digest);
    old.remove(digest);
  }

  private synchronized void turn() {
    if (young.size() >= GENERATION) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  int size() {
    return young.size() + old.size();
  }
}
