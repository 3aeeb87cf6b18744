package dev.hefu.crypto.record;

import java.util.regex.Pattern;

/** The rule for names of cells: {@code phone}, or {@code phone#last4} for a masked variant. */
final class CellName {
  private static final char VARIANT = '#';
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}(#[a-z0-9]{1,20})?");

  private CellName() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name without its variant. */
  static String base(String name) {
    int mark = name.indexOf(VARIANT);
    return mark < 0 ? name : name.substring(0, mark);
  }
}
