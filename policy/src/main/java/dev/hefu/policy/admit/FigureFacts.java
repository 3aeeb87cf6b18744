package dev.hefu.policy.admit;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What figures rest on, read after the lock.
 *
 * @param standing of the persons that each exchange counted, how many have the very consent and
 *     links that were seen, all in force; missing where there are none
 * @param answered the questions that have an answer
 * @param asked how many questions of this month (UTC) have one, by sharing agreement
 */
public record FigureFacts(
    Map<UUID, Integer> standing, Set<String> answered, Map<UUID, Integer> asked) {
  /** Where nobody asks for figures. */
  public static final FigureFacts NONE = new FigureFacts(Map.of(), Set.of(), Map.of());
}
