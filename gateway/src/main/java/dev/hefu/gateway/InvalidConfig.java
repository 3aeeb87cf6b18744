package dev.hefu.gateway;

/** A configuration that the gateway does not start with; the message names key, value and limit. */
public final class InvalidConfig extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfig(String message) {
    super(message);
  }
}
