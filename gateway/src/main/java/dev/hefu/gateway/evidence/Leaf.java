package dev.hefu.gateway.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log, salted and ready to be placed.
 *
 * @param bytes canonical JSON {@code {kind, origin, sd[5], tags[3], ts, v, x}}, at most {@link
 *     #MAX_BYTES}
 * @param disclosures the salted groups in the order of {@link Group}; null where the leaf has a
 *     random digest instead
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
record Leaf(LeafDraft draft, byte[] bytes, List<@Nullable String> disclosures) {
  /** The largest entry that an entry bundle of c2sp.org/tlog-tiles can hold. */
  static final int MAX_BYTES = 65_535;

  Leaf {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a leaf of " + bytes.length + " bytes; the limit is " + MAX_BYTES);
    }
  }

  /** The disclosure of one group, or null where the leaf has none. */
  @Nullable String disclosure(Group group) {
    return disclosures.get(group.position());
  }
}
