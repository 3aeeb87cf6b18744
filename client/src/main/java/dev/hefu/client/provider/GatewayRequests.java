package dev.hefu.client.provider;

import dev.hefu.crypto.Verifier;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The requests of one kind that the gateway sends a provider: only genuine ones are answered, and
 * each exchange once. Safe for use by many threads.
 */
final class GatewayRequests {
  private final String type;
  private final int maxBytes;
  private final String provider;
  private final Verifier gateway;
  private final Clock clock;
  private final SeenExchanges seen =
      new SeenExchanges(GatewayRequest.WINDOW.multipliedBy(2), SeenExchanges.MAX);

  /**
   * @param type the {@code typ} of the requests
   * @param maxBytes of one request; a larger one is refused unread
   * @param provider the participant's own id, for which they must be
   * @param gateway with the gateway's public keys
   */
  GatewayRequests(String type, int maxBytes, String provider, Verifier gateway, Clock clock) {
    this.type = type;
    this.maxBytes = maxBytes;
    this.provider = provider;
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Answers one request.
   *
   * @param reading reads a genuine request at this time, and gives what makes its signed answer; it
   *     throws an {@link IllegalArgumentException} if the request is malformed
   */
  ProviderReply reply(
      byte[] request, BiFunction<GatewayRequest.Accepted, Instant, Supplier<String>> reading) {
    Instant now = clock.instant();
    return switch (GatewayRequest.of(request, maxBytes, type, gateway, provider, now)) {
      case GatewayRequest.Refused(ProviderReply.Refused refused) -> refused;
      case GatewayRequest.Accepted accepted -> {
        Supplier<String> answer;
        try {
          answer = reading.apply(accepted, now);
        } catch (IllegalArgumentException malformed) {
          yield new ProviderReply.Refused(400, String.valueOf(malformed.getMessage()));
        }
        yield switch (seen.add(accepted.exchange(), now)) {
          case NEW -> new ProviderReply.Signed(answer.get());
          case SEEN -> new ProviderReply.Refused(409, "this exchange was answered before");
          case FULL -> new ProviderReply.Refused(503, "too many exchanges within two minutes");
        };
      }
    };
  }
}
