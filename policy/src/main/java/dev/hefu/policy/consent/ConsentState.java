package dev.hefu.policy.consent;

/** Where a consent stands in its life; nothing leaves a final state. */
public enum ConsentState {
  REQUESTED,
  GRANTED,
  PAUSED,
  DENIED,
  REVOKED,
  EXPIRED;

  /** Whether no change may follow. */
  public boolean isFinal() {
    return switch (this) {
      case REQUESTED, GRANTED, PAUSED -> false;
      case DENIED, REVOKED, EXPIRED -> true;
    };
  }

  /** Whether the person once said yes, whatever they said later. */
  public boolean wasGranted() {
    return this != REQUESTED && this != DENIED;
  }

  /** Whether this state may be followed by {@code next}. */
  public boolean mayBecome(ConsentState next) {
    return switch (this) {
      case REQUESTED -> next == GRANTED || next == DENIED;
      case GRANTED -> next == PAUSED || next == REVOKED || next == EXPIRED;
      case PAUSED -> next == GRANTED || next == REVOKED || next == EXPIRED;
      case DENIED, REVOKED, EXPIRED -> false;
    };
  }
}
