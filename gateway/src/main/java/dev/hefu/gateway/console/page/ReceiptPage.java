package dev.hefu.gateway.console.page;

import java.util.List;

/**
 * What a consent's receipt says.
 *
 * @param states the consent's states, oldest first
 * @param file path of the receipt itself
 */
public record ReceiptPage(
    Frame frame, AccountPage.Agreement consent, List<State> states, String file) {

  /** A state that the consent came into. */
  public record State(String at, String state) {}
}
