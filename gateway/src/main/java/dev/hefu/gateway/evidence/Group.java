package dev.hefu.gateway.evidence;

import java.util.Locale;

/**
 * The five groups of facts that a leaf commits to, in the order of its digests. Each is disclosed
 * or withheld as a whole.
 */
public enum Group {
  /** Provider and consumer. */
  PARTIES,
  /** Purpose, consent and agreement versions. */
  LEGAL,
  /** Outcome, code, obligations, policy revision and input digest. */
  DECISION,
  /** Dataset, cells released, digest of the sealed answer. */
  DATA,
  /** The person; shown to nobody but them and, by break-glass, to officers. */
  SUBJECT;

  /** The place of its digest in a leaf. */
  @SuppressWarnings("EnumOrdinal") // The declared order is the order in the format.
  int position() {
    return ordinal();
  }

  /** The name in a disclosure. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
