package dev.hefu.gateway.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A leaf together with its groups, its proof and the checkpoint that the proof leads to.
 *
 * @param exchange the leaf's {@code x}
 * @param leaf the entry's bytes
 * @param disclosures the salted groups in the order of {@link Group}; null where there is none
 * @param proof text of c2sp.org/tlog-proof
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
public record Evidence(
    long index, UUID exchange, byte[] leaf, List<@Nullable String> disclosures, String proof) {

  /** What the parties of the act get: everything but the subject's group. */
  public dev.hefu.schemas.message.Evidence toMessage() {
    List<String> forParties = new ArrayList<>();
    for (Group group : Group.values()) {
      String disclosure = disclosures.get(group.position());
      if (group != Group.SUBJECT && disclosure != null) {
        forParties.add(disclosure);
      }
    }
    return new dev.hefu.schemas.message.Evidence(
        index, new String(leaf, StandardCharsets.UTF_8), forParties, proof);
  }
}
