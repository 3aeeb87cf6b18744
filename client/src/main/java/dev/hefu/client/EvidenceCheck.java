package dev.hefu.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.LogProof;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.JsonReading;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What came of checking evidence against the log's key. */
sealed interface EvidenceCheck {
  /**
   * The log contains the leaf, and the groups are those it was made of.
   *
   * @param kind of the leaf, such as {@code exchange}
   * @param groups the groups that were disclosed, by name
   */
  record Proven(String kind, UUID exchange, Map<String, JsonNode> groups, Checkpoint checkpoint)
      implements EvidenceCheck {
    /** Whether it released this very exchange, or a repeat of the request that it answered. */
    boolean released(UUID asked) {
      JsonNode decision = groups.getOrDefault("decision", MissingNode.getInstance());
      return kind.equals("exchange")
          && (exchange.equals(asked)
              || (decision.path("outcome").asText().equals("replay")
                  && decision.path("of").asText().equals(asked.toString())));
    }
  }

  /** Something does not hold. */
  record Broken(String reason) implements EvidenceCheck {}

  /** A leaf has at most this many bytes. */
  int MAX_LEAF_BYTES = 65_535;

  /** Checks evidence; it is all that is needed, nobody is asked. */
  static EvidenceCheck of(Evidence evidence, NoteVerifier log) {
    byte[] leaf = evidence.leaf().getBytes(StandardCharsets.UTF_8);
    Optional<LogProof> proof = LogProof.parse(evidence.proof());
    if (proof.isEmpty() || proof.get().index() != evidence.index()) {
      return new Broken("The proof is not one for leaf " + evidence.index() + ".");
    }
    Optional<Checkpoint> checkpoint = proof.get().verified(Hash.ofLeaf(leaf), log);
    if (checkpoint.isEmpty()) {
      return new Broken("The log does not contain the leaf, or another log signed the proof.");
    }
    return switch (StrictJson.read(leaf, MAX_LEAF_BYTES)) {
      case JsonReading.Refused refused -> new Broken("The leaf: " + refused.detail());
      case JsonReading.Value(JsonNode json) -> of(json, evidence, checkpoint.get());
    };
  }

  private static EvidenceCheck of(JsonNode leaf, Evidence evidence, Checkpoint checkpoint) {
    if (!CanonicalJson.text(leaf).equals(evidence.leaf())) {
      return new Broken("The leaf is not in canonical form.");
    }
    Set<String> digests = new HashSet<>();
    leaf.path("sd").forEach(digest -> digests.add(digest.asText()));
    Map<String, JsonNode> groups = new LinkedHashMap<>();
    for (String disclosure : evidence.disclosures()) {
      JsonNode group = group(disclosure);
      if (!digests.remove(Digests.base64(disclosure)) || group.size() != 3) {
        return new Broken("A disclosed group is not one that the leaf commits to.");
      }
      groups.put(group.get(1).asText(), group.get(2));
    }
    try {
      return new Proven(
          leaf.path("kind").asText(), UUID.fromString(leaf.path("x").asText()), groups, checkpoint);
    } catch (IllegalArgumentException e) {
      return new Broken("The leaf names no exchange.");
    }
  }

  /** The triple of salt, name and value; a missing node if it is not JSON. */
  private static JsonNode group(String disclosure) {
    return Base64Url.decode(disclosure)
        .map(bytes -> StrictJson.read(bytes, MAX_LEAF_BYTES))
        .filter(JsonReading.Value.class::isInstance)
        .map(reading -> ((JsonReading.Value) reading).node())
        .orElse(MissingNode.getInstance());
  }
}
