package dev.hefu.gateway.identity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was worked out lately and is likely to be asked for again. Bounded: two generations, of
 * which the older goes when the younger is full; what is still used moves to the younger.
 */
final class RecentlyUsed<V> {
  /** A participant has one token per 5 minutes, a person a few; 8,192 of them take 4 MB. */
  static final int GENERATION = 8_192;

  private volatile Map<String, V> young = new ConcurrentHashMap<>();
  private volatile Map<String, V> old = new ConcurrentHashMap<>();

  Optional<V> find(String key) {
    V value = young.get(key);
    if (value == null) {
      value = old.remove(key);
      if (value != null) {
        put(key, value);
      }
    }
    return Optional.ofNullable(value);
  }

  void put(String key, V value) {
    if (young.size() >= GENERATION) {
      turn();
    }
    young.put(key, value);
  }

  void remove(String key) {
    young.remove(key);
    old.remove(key);
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
