package dev.hefu.policy.consent;

/** How often a consent may be used in all. */
public enum ConsentMode {
  /** One permitted exchange; repeats of that exchange under its idempotency key are not uses. */
  ONE_TIME,
  /** Any number of exchanges, as its frequency allows, while it is valid. */
  PERIODIC
}
