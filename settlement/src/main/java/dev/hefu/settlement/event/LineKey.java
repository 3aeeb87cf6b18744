package dev.hefu.settlement.event;

import java.io.Serializable;

/**
 * Names an order line everywhere. None of the three has a slash, so the text form is unambiguous.
 */
public record LineKey(String owner, String order, String line)
    implements Comparable<LineKey>, Serializable {
  /** {@code owner/order/line}. */
  public String text() {
    return owner + "/" + order + "/" + line;
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws IllegalArgumentException if it has not two slashes
   */
  public static LineKey of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a line: " + text);
    }
    return new LineKey(parts[0], parts[1], parts[2]);
  }

  @Override
  public int compareTo(LineKey other) {
    return text().compareTo(other.text());
  }
}
