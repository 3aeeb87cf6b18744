package dev.hefu.policy.budget;

/**
 * What can be bounded. Where several are spent, the first is told. A record is an object in a list
 * of the answer as it is released, such as a purchase or a visit; an answer without any counts as
 * one.
 */
public enum Budget {
  /** Exchanges on a consent, in a window: its frequency. */
  CONSENT_USES("consent's", "uses"),
  /** Records that a consent gives, in its whole life. */
  CONSENT_RECORDS("consent's", "records"),
  /** Records that a sharing agreement gives, in a window. */
  AGREEMENT_RECORDS("sharing agreement's", "records"),
  /** Persons about whom a sharing agreement gives anything, each once in a window. */
  AGREEMENT_SUBJECTS("sharing agreement's", "persons"),
  /**
   * Different questions about groups under all sharing agreements of its two parties, in a month.
   */
  AGREEMENT_QUESTIONS("parties'", "questions");

  private final String words;

  Budget(String whose, String ofWhat) {
    words = "the " + whose + " budget of " + ofWhat;
  }

  /** Such as "the consent's budget of records". */
  String words() {
    return words;
  }
}
