package dev.hefu.settlement.event;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What names and places an event: the order of stamps is the canonical order of events.
 *
 * @param time when it happened, in whole microseconds
 * @param receivedAt when the gateway received it
 * @param source {@code /participants/ID}, perhaps with a path below
 */
public record Stamp(Instant time, Instant receivedAt, String source, String id)
    implements Comparable<Stamp>, Serializable {
  private static final String PREFIX = "/participants/";

  /** The participant that sent it. */
  public String sender() {
    int end = source.indexOf('/', PREFIX.length());
    return source.substring(PREFIX.length(), end < 0 ? source.length() : end);
  }

  /** How long after it happened it was received. */
  public Duration lateness() {
    return Duration.between(time, receivedAt);
  }

  /** By time, source, id; the two texts are ASCII, so this is the order of their bytes. */
  @Override
  public int compareTo(Stamp other) {
    int byTime = time.compareTo(other.time);
    if (byTime != 0) {
      return byTime;
    }
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : id.compareTo(other.id);
  }
}
