package dev.hefu.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a revenue agreement as its parties see it.
 *
 * @param until exclusive, by its document, an amendment or a termination; null for no end
 * @param hash SHA-256 of the canonical document, lower-case hex
 * @param document the canonical (JCS) text whose UTF-8 bytes are signed
 * @param parties in rank order
 * @param signatures in the order of signing
 * @param english the document as plain sentences, one per rule
 * @param chinese the same in Chinese
 */
public record AgreementView(
    UUID id,
    String name,
    int version,
    State state,
    LocalDate from,
    @Nullable LocalDate until,
    String currency,
    String hash,
    String document,
    List<String> parties,
    List<Signature> signatures,
    List<String> english,
    List<String> chinese) {
  /** Where a version stands between draft and end. */
  public enum State {
    /** Nobody signed yet. */
    DRAFT,
    /** At least one party signed. */
    PROPOSED,
    /** Every party signed; its first day has not come. */
    COUNTERSIGNED,
    /** Every party signed and its first day has come: it settles lines. */
    ACTIVE,
    /** A later version follows; lines of its own time stay with it. */
    AMENDED,
    /** Ended; lines of its own time stay with it. */
    TERMINATED
  }

  /** One party's signature over the canonical document, as a compact JWS. */
  public record Signature(String party, String jws, Instant at) {}
}
