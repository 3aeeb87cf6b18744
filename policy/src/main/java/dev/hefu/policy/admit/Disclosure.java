package dev.hefu.policy.admit;

import dev.hefu.schemas.ErrorCode;

/**
 * What a caller may learn from a refusal. Refusals that rest on a person's facts are exact only for
 * the consumer that the consent names and that cites its own reference; for anybody else "no such
 * person", "no consent" and "not permitted" are one answer.
 */
public final class Disclosure {
  private Disclosure() {}

  /** The code that the caller is told. */
  public static ErrorCode told(ErrorCode reason, boolean cited) {
    return !cited && restsOnPerson(reason) ? ErrorCode.NOT_PERMITTED : reason;
  }

  private static boolean restsOnPerson(ErrorCode reason) {
    return reason.compareTo(ErrorCode.NOT_PERMITTED) >= 0
        && reason.compareTo(ErrorCode.APPROVAL_DECLINED) <= 0;
  }
}
