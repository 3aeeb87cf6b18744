package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a leaf shall say, before it is salted and has a place in the log.
 *
 * @param exchange random id of the act, the leaf's {@code x}
 * @param at when the gateway decided, in whole milliseconds as the leaf shows it; the order is the
 *     log's, not this clock's
 * @param owners whose tags the leaf carries
 * @param outcome the outcome for the search index; never part of the leaf
 * @param groups the facts committed to; an absent group gets a random digest
 * @param policy what the rules saw and said; kept beside the leaf, which has only the input's
 *     digest; null where no rules were asked
 */
public record LeafDraft(
    LeafKind kind,
    UUID exchange,
    Instant at,
    Owners owners,
    String outcome,
    Map<Group, JsonNode> groups,
    @Nullable PolicyTrace policy) {

  /**
   * One question to the rules.
   *
   * @param input what they saw, as text
   * @param decision what they said, in one line
   */
  public record PolicyTrace(String input, String decision) {}

  /** Subject, provider and consumer of an act; null where the act has none. */
  public record Owners(
      @Nullable UUID subject, @Nullable String provider, @Nullable String consumer) {
    /** Nobody's, for acts of the network itself. */
    public static final Owners NONE = new Owners(null, null, null);
  }

  public LeafDraft {
    // Finer parts would be rounded by the database and cut by the leaf, which then disagree.
    at = at.truncatedTo(ChronoUnit.MILLIS);
    groups = Map.copyOf(groups);
  }

  /** A draft for a change of a fact, with a new random id. */
  public static LeafDraft change(
      LeafKind kind, Instant at, Owners owners, String outcome, Map<Group, JsonNode> groups) {
    return new LeafDraft(kind, UUID.randomUUID(), at, owners, outcome, groups, null);
  }
}
