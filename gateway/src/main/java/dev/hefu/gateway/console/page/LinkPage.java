package dev.hefu.gateway.console.page;

import java.util.List;

/** The accounts that a person must link before they can be asked. */
public record LinkPage(Frame frame, List<Place> places) {
  /**
   * A participant where the person has an account.
   *
   * @param address where signing in begins; empty if the participant has no sign-in
   */
  public record Place(String name, String address) {}
}
