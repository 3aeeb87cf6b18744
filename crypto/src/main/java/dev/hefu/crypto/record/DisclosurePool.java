package dev.hefu.crypto.record;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The disclosures of one record while their places are looked for; each place is used once. */
final class DisclosurePool {
  private final Map<String, Disclosure> waiting = new HashMap<>();
  private final Set<String> places = new HashSet<>();

  /** A pool of these disclosures; empty if one is malformed or occurs twice. */
  static Optional<DisclosurePool> of(List<String> texts) {
    DisclosurePool pool = new DisclosurePool();
    for (String text : texts) {
      Optional<Disclosure> disclosure = Disclosure.parse(text);
      if (disclosure.isEmpty()
          || pool.waiting.put(disclosure.get().digest(), disclosure.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(pool);
  }

  /** Notes the place of a digest; false if it has one already (RFC 9901, 7.1, step 4). */
  boolean place(String digest) {
    return places.add(digest);
  }

  /** Takes out the disclosure with this digest; null if it was not disclosed. */
  @Nullable Disclosure take(String digest) {
    return waiting.remove(digest);
  }

  /** How many disclosures belong to no place. */
  int left() {
    return waiting.size();
  }
}
