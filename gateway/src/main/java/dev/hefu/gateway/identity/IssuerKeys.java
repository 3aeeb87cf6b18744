package dev.hefu.gateway.identity;

import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.deadline.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that the issuer signs with at present.
 *
 * <p>They are read again every 30 s, so that a withdrawn key is refused within a minute, and when
 * an unknown one is named, but never twice within 5 s. While the issuer is away the last ones are
 * good for 10 minutes.
 */
final class IssuerKeys implements AutoCloseable {
  /** Half of the minute within which a withdrawn key must be refused. */
  static final Duration REFRESH = Duration.ofSeconds(30);

  /** Whoever sends unknown kids causes at most one request to the issuer in this time. */
  static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

  /** An issuer restarts within this; a longer use of unconfirmed keys would be a risk. */
  static final Duration STALE_AFTER = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final KeySetRequest request;
  private final InstantSource clock;
  private final Rounds rounds;
  private final ReentrantLock fetching = new ReentrantLock();
  private @Nullable Instant lastAttempt;
  private volatile @Nullable Kept kept;

  /** Whether the issuer did not answer when it was last asked. */
  private volatile boolean silent;

  /** Keys, and when the issuer last said that they are good. */
  private record Kept(PublicKeySet keys, Instant confirmedAt) {}

  /** What came of looking for a key. */
  sealed interface Lookup {
    /** The issuer has this key for signatures. */
    record Found(PublicJwk key) implements Lookup {}

    /** The issuer has none of this id. */
    record Unknown() implements Lookup {}

    /** The issuer has not answered for too long; nothing can be said. */
    record Unavailable() implements Lookup {}
  }

  private IssuerKeys(KeySetRequest request, InstantSource clock) {
    this.request = request;
    this.clock = clock;
    this.rounds = Rounds.start("issuer-keys", REFRESH, this::refresh);
  }

  /** Reads the keys for the first time, or keeps trying, and goes on until closed. */
  static IssuerKeys start(KeySetRequest request, InstantSource clock) {
    IssuerKeys keys = new IssuerKeys(request, clock);
    keys.refresh();
    return keys;
  }

  /** The key with this id, after asking the issuer if it is unknown and may be asked. */
  Lookup find(String kid) {
    Lookup first = lookup(kid);
    if (first instanceof Lookup.Found) {
      return first;
    }
    refresh();
    return lookup(kid);
  }

  /** Whether the issuer still has this very key. */
  boolean present(PublicJwk key) {
    return lookup(key.kid()) instanceof Lookup.Found(PublicJwk now) && now.equals(key);
  }

  private Lookup lookup(String kid) {
    Kept now = kept;
    if (now == null || now.confirmedAt().plus(STALE_AFTER).isBefore(clock.instant())) {
      return new Lookup.Unavailable();
    }
    Optional<PublicJwk> key =
        now.keys().find(kid).filter(found -> found.type().use() == KeyUse.SIGNATURE);
    return key.isPresent() ? new Lookup.Found(key.get()) : new Lookup.Unknown();
  }

  /**
   * Asks the issuer, unless it was asked within the last 5 s. Waits for one who is asking, but not
   * if the issuer was silent when it was last asked: whoever brings keys that nobody has would hold
   * as many places of this node as they like, each until the issuer's time is over.
   */
  void refresh() {
    if (!fetching.tryLock()) {
      if (silent) {
        return;
      }
      fetching.lock();
    }
    try {
      Instant now = clock.instant();
      if (lastAttempt != null && now.isBefore(lastAttempt.plus(LEAST_PAUSE))) {
        return;
      }
      lastAttempt = now;
      switch (request.send()) {
        case KeySetRequest.Answer.Keys(PublicKeySet keys) -> {
          kept = new Kept(keys, now);
          silent = false;
        }
        case KeySetRequest.Answer.Failed(String reason) -> {
          silent = true;
          LOG.warn("The issuer's keys could not be read: {}", reason);
        }
      }
    } finally {
      fetching.unlock();
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
