package dev.hefu.gateway.participant;

import org.jspecify.annotations.Nullable;

/** The identity provider did not do what it was asked, or was not there; repeating is safe. */
public final class ProvisioningFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProvisioningFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
