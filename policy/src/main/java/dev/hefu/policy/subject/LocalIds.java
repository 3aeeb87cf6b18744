package dev.hefu.policy.subject;

/**
 * Participants' own ids for persons as the tables hold them: a keyed hash to look one up, and the
 * id sealed under the subject's data key to use it. Never in clear.
 */
public final class LocalIds {
  /** Longer than any real customer number; a limit on what is hashed and sealed. */
  public static final int MAX_LOCAL_ID_CHARS = 128;
}
