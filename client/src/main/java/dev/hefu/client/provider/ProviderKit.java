package dev.hefu.client.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.record.RecordHeader;
import dev.hefu.crypto.record.SignedRecord;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.dataset.RecordScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The provider's side of an exchange ({@code docs/formats/provider.md}): verifies that the gateway
 * asks, asks the provider's own data, and signs the record for this consumer and exchange alone.
 * Safe for use by many threads.
 */
public final class ProviderKit {
  /** Path below the participant's endpoint. */
  public static final String PATH = "/hefu/v1/records";

  /** Media type of requests. */
  public static final String REQUEST_TYPE = "application/jose";

  /** Media type of records. */
  public static final String RECORD_TYPE = "application/sd-jwt";

  /** The {@code typ} of requests. */
  public static final String JWS_TYPE = "hefu-record-request+jws";

  /** A request names at most 32 cells. */
  public static final int MAX_REQUEST_BYTES = 16 * 1024;

  /** How far the gateway's clock and ours may be apart, and how long a request may travel. */
  public static final Duration WINDOW = GatewayRequest.WINDOW;

  private static final int MAX_CELLS = 32;

  private final String provider;
  private final Signer signer;
  private final RecordSource source;
  private final GatewayRequests requests;

  /**
   * @param provider the participant's own id
   * @param signer of its registered key
   * @param gateway with the gateway's public keys
   */
  public ProviderKit(
      String provider, Signer signer, Verifier gateway, RecordSource source, Clock clock) {
    this.provider = provider;
    this.signer = signer;
    this.source = source;
    this.requests = new GatewayRequests(JWS_TYPE, MAX_REQUEST_BYTES, provider, gateway, clock);
  }

  /** Answers one request of the gateway. */
  public ProviderReply reply(byte[] request) {
    return requests.reply(request, this::read);
  }

  private Supplier<String> read(GatewayRequest.Accepted accepted, Instant now) {
    List<String> released = released(accepted.claims());
    RecordQuery query = query(accepted, released);
    return () -> record(query, released, now);
  }

  /** Only the asked cells are signed, masked where a mask is asked, whatever the source gives. */
  private String record(RecordQuery query, List<String> released, Instant now) {
    Map<String, ObjectNode> found = source.cells(query);
    Map<String, ObjectNode> asked = new LinkedHashMap<>();
    for (String name : released) {
      ObjectNode plain = found.get(cell(name));
      ObjectNode fields = plain == null ? null : released(name, plain);
      if (fields != null && !fields.isEmpty()) {
        asked.put(name, fields);
      }
    }
    RecordHeader header =
        new RecordHeader(
            provider,
            query.consumer(),
            query.exchange().toString(),
            now,
            query.dataset(),
            Integer.toString(query.version()));
    return SignedRecord.issue(signer, header, asked);
  }

  /** What of a cell's fields is released by this name. */
  private static ObjectNode released(String name, ObjectNode plain) {
    return mask(name).map(mask -> mask.masked(plain)).orElse(plain);
  }

  /** The asked cells, each plain or under one mask. */
  private static List<String> released(JsonNode claims) {
    Map<String, String> byCell = new LinkedHashMap<>();
    for (JsonNode each : claims.path("cells")) {
      String name = each.asText();
      if (byCell.put(cell(name), name) != null) {
        throw new IllegalArgumentException("two variants of one cell are asked for");
      }
      if (!name.equals(cell(name)) && mask(name).isEmpty()) {
        throw new IllegalArgumentException("a mask that is not known is asked for");
      }
    }
    if (byCell.size() > MAX_CELLS) {
      throw new IllegalArgumentException("more than " + MAX_CELLS + " cells");
    }
    return List.copyOf(byCell.values());
  }

  /** The name without its mask. */
  private static String cell(String name) {
    int mark = name.indexOf(Mask.MARK);
    return mark < 0 ? name : name.substring(0, mark);
  }

  private static Optional<Mask> mask(String name) {
    return name.indexOf(Mask.MARK) < 0
        ? Optional.empty()
        : Mask.of(name.substring(name.indexOf(Mask.MARK) + 1));
  }

  private static RecordQuery query(GatewayRequest.Accepted accepted, List<String> released) {
    JsonNode claims = accepted.claims();
    return new RecordQuery(
        accepted.exchange(),
        GatewayRequest.text(claims, "consumer"),
        GatewayRequest.text(claims, "dataset"),
        GatewayRequest.version(claims),
        GatewayRequest.text(claims, "subject"),
        released.stream().map(ProviderKit::cell).toList(),
        scope(claims),
        accepted.askedAt());
  }

  private static RecordScope scope(JsonNode claims) {
    List<RecordScope.ValueFilter> only = new ArrayList<>();
    for (var filter : claims.path("only").properties()) {
      List<String> values = new ArrayList<>();
      filter.getValue().forEach(value -> values.add(value.asText()));
      only.add(
          new RecordScope.ValueFilter(
              GatewayRequest.text(claims, "dataset"), filter.getKey(), values));
    }
    JsonNode range = claims.path("range");
    return new RecordScope(day(range, "from"), day(range, "until"), only);
  }

  private static @Nullable LocalDate day(JsonNode range, String name) {
    if (!range.has(name)) {
      return null;
    }
    try {
      return LocalDate.parse(range.path(name).asText());
    } catch (DateTimeParseException noDay) {
      throw new IllegalArgumentException(name + " is no day", noDay);
    }
  }
}
