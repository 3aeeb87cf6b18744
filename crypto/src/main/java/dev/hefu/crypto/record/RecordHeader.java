package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.time.Instant;
import java.util.Optional;

/**
 * What every reader of a record sees, whatever was disclosed.
 *
 * @param issuer the provider that signs
 * @param audience the one consumer that the record is for
 * @param nonce the id of the exchange that it is for
 * @param issuedAt when it was signed, in whole seconds
 * @param dataset the name of the dataset
 * @param version the version of the dataset
 */
public record RecordHeader(
    String issuer,
    String audience,
    String nonce,
    Instant issuedAt,
    String dataset,
    String version) {
  /** The end of the year 9999. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  /** Cuts the time to whole seconds. */
  public RecordHeader {
    issuedAt = Instant.ofEpochSecond(issuedAt.getEpochSecond());
  }

  ObjectNode toJson() {
    return StrictJson.newObject()
        .put("iss", issuer)
        .put("aud", audience)
        .put("nonce", nonce)
        .put("iat", issuedAt.getEpochSecond())
        .put("dataset", dataset)
        .put("version", version);
  }

  /** How many members the header has in the payload. */
  static final int MEMBERS = 6;

  /** The header in a payload; empty if a member is missing or of another type. */
  static Optional<RecordHeader> of(ObjectNode payload) {
    JsonNode iat = payload.path("iat");
    for (String member : new String[] {"iss", "aud", "nonce", "dataset", "version"}) {
      if (!payload.path(member).isTextual()) {
        return Optional.empty();
      }
    }
    return isTime(iat)
        ? Optional.of(
            new RecordHeader(
                payload.path("iss").textValue(),
                payload.path("aud").textValue(),
                payload.path("nonce").textValue(),
                Instant.ofEpochSecond(iat.longValue()),
                payload.path("dataset").textValue(),
                payload.path("version").textValue()))
        : Optional.empty();
  }

  /** Whether it is a number of whole seconds that we would write. */
  static boolean isTime(JsonNode seconds) {
    return seconds.isIntegralNumber()
        && seconds.canConvertToLong()
        && seconds.longValue() >= 0
        && seconds.longValue() <= MAX_SECONDS;
  }
}
