package dev.hefu.gateway.console.page;

import java.util.List;

/**
 * A person's account: links, consents, uses.
 *
 * @param olderConsents where older consents are, beside the same uses; empty if there are none
 * @param olderUses where older uses are, beside the same consents; empty if there are none
 */
public record AccountPage(
    Frame frame,
    List<Account> links,
    List<Agreement> consents,
    List<Used> uses,
    String olderConsents,
    String olderUses) {

  /** A linked account. */
  public record Account(String id, String name, String since) {}

  /**
   * A consent.
   *
   * @param told what its consumer was told last of its end or pause, and said to it, in sentences
   * @param acts what the person can do, as the last part of a path; none if it is final
   */
  public record Agreement(
      String reference,
      String title,
      String about,
      String state,
      List<String> told,
      List<String> acts) {}

  /** A use, or refused use. */
  public record Used(String at, String who, String what, String entry) {}
}
