package dev.hefu.client;

import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.schemas.participant.Participant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The registered public keys of participants, read from the gateway and kept for a minute. */
public final class ProviderKeys implements Function<String, Optional<PublicKeySet>> {
  /** A key that was taken back is trusted no longer than this. */
  static final Duration KEPT = Duration.ofSeconds(60);

  /** More providers than this are asked for each time. */
  private static final int MAX = 10_000;

  private final PartnerClient client;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(PublicKeySet keys, Instant until) {}

  /** The keys as this participant may read them. */
  public ProviderKeys(PartnerClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<PublicKeySet> apply(String participant) {
    Instant now = clock.instant();
    Kept known = kept.get(participant);
    if (known != null && now.isBefore(known.until())) {
      return Optional.of(known.keys());
    }
    Optional<PublicKeySet> keys = read(participant);
    if (keys.isPresent() && kept.size() < MAX) {
      kept.put(participant, new Kept(keys.get(), now.plus(KEPT)));
    }
    return keys;
  }

  private Optional<PublicKeySet> read(String participant) {
    return switch (client.participant(participant)) {
      case Answer.Success<Participant>(int status, Participant found) ->
          switch (PublicKeySet.parse(found.jwks())) {
            case KeySetCheck.Valid(PublicKeySet keys) -> Optional.of(keys);
            case KeySetCheck.Invalid invalid -> Optional.empty();
          };
      case Answer.Refused<Participant> refused -> Optional.empty();
    };
  }
}
