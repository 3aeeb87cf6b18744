package dev.hefu.gateway.exchange;

import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.OutboundAnswer;
import dev.hefu.gateway.outbound.OutboundRequest;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.schemas.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the providers' endpoints, through the door that checks where they lead. What is wrong
 * with a provider's address is for the operator's log: a consumer is not told what stands there.
 */
public final class ProviderCalls {
  /** What a provider is asked for; docs/formats/provider.md, docs/formats/figures.md. */
  public enum Wanted {
    /** One record about one person. */
    RECORD("/hefu/v1/records", "application/sd-jwt", "record"),
    /** How many of these persons are in which group. */
    COUNTS("/hefu/v1/counts", "application/jose", "counts");

    private final String path;
    private final String mediaType;
    private final String word;

    Wanted(String path, String mediaType, String word) {
      this.path = path;
      this.mediaType = mediaType;
      this.word = word;
    }
  }

  /** The largest answer a provider may send; above it the answer is refused, not cut. */
  static final int MAX_ANSWER_BYTES = 1 << 20;

  private static final String REQUEST_TYPE = "application/jose";
  private static final int OK = 200;
  private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);

  private final Door door;
  private final Duration timeout;
  private final int places;

  /** By provider; the network's participants are its bound. */
  private final Map<String, Semaphore> byProvider = new ConcurrentHashMap<>();

  /**
   * @param door of a reach for participants
   * @param timeout for one call as a whole
   * @param places calls to one provider under way at once: fewer than exchanges, so that one whose
   *     answers do not come leaves places to the others
   */
  public ProviderCalls(Door door, Duration timeout, int places) {
    this.door = door;
    this.timeout = timeout;
    this.places = places;
  }

  /** Sends one signed request and waits for the answer, if few enough wait for this provider. */
  public ProviderAnswer fetch(Participant provider, Wanted wanted, String signedRequest) {
    URI endpoint = provider.endpoint();
    if (endpoint == null) {
      return failed(ErrorCode.PROVIDER_UNAVAILABLE, "the provider has registered no endpoint");
    }
    Semaphore free = byProvider.computeIfAbsent(provider.id(), first -> new Semaphore(places));
    if (!free.tryAcquire()) {
      return failed(
          ErrorCode.PROVIDER_UNAVAILABLE,
          places + " calls to the provider are under way already, the limit");
    }
    try {
      return fetch(provider, endpoint, wanted, signedRequest);
    } finally {
      free.release();
    }
  }

  private ProviderAnswer fetch(
      Participant provider, URI endpoint, Wanted wanted, String signedRequest) {
    return switch (door.send(request(endpoint, wanted, signedRequest))) {
      case OutboundAnswer.Answered(int status, var mediaType, byte[] body) ->
          received(wanted, status, mediaType, body);
      case OutboundAnswer.Refused(String why) -> {
        LOG.warn("{} is not called: {}", provider.id(), why);
        yield failed(
            ErrorCode.PROVIDER_UNAVAILABLE,
            "the provider's address was not found or must not be called");
      }
      case OutboundAnswer.Unreachable(String why) ->
          failed(ErrorCode.PROVIDER_UNAVAILABLE, "the provider could not be reached");
      case OutboundAnswer.Late() ->
          failed(
              ErrorCode.PROVIDER_TIMEOUT,
              "the provider took longer than " + timeout.toMillis() + " ms");
      case OutboundAnswer.TooLarge() ->
          failed(
              ErrorCode.PROVIDER_ANSWER_INVALID,
              "the provider's %s is larger than %d bytes".formatted(wanted.word, MAX_ANSWER_BYTES));
    };
  }

  private OutboundRequest request(URI endpoint, Wanted wanted, String signedRequest) {
    return new OutboundRequest(
        "POST",
        URI.create(endpoint.toString().replaceFirst("/+$", "") + wanted.path),
        Map.of("content-type", REQUEST_TYPE, "accept", wanted.mediaType),
        signedRequest.getBytes(StandardCharsets.US_ASCII),
        timeout,
        MAX_ANSWER_BYTES);
  }

  private static ProviderAnswer received(
      Wanted wanted, int status, Optional<String> mediaType, byte[] body) {
    return status == OK && mediaType.filter(type -> type.startsWith(wanted.mediaType)).isPresent()
        ? new ProviderAnswer.Received(new String(body, StandardCharsets.US_ASCII))
        : failed(
            ErrorCode.PROVIDER_ANSWER_INVALID,
            "the provider answered %d %s, not 200 %s"
                .formatted(status, mediaType.orElse("of no type"), wanted.mediaType));
  }

  private static ProviderAnswer failed(ErrorCode code, String detail) {
    return new ProviderAnswer.Failed(code, detail);
  }
}
