package dev.hefu.schemas.participant;

import dev.hefu.schemas.Shape;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where persons reach a participant about their data; it stands in their consent receipts.
 *
 * @param email an address of the organisation, not of somebody in it
 * @param address in one line, as on a letter; null if it was not told
 */
public record Contact(String email, @Nullable String address) {
  private static final Pattern EMAIL = Pattern.compile("[!-?A-~]{1,64}@[!-?A-~]{1,189}");
  private static final Pattern LINE = Pattern.compile("[^\\x00-\\x1F\\x7F]{1,300}");

  /** Checks the members. */
  public Contact {
    Shape.matches(EMAIL, "email", email);
    if (address != null) {
      Shape.matches(LINE, "address", address);
    }
  }
}
