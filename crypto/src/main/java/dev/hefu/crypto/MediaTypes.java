package dev.hefu.crypto;

import java.util.regex.Pattern;

/** Names of media types as headers carry them: no quotes, no escapes, short. */
final class MediaTypes {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+/-]{0,126}");

  private MediaTypes() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it is no name of a media type
   */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of a media type: " + name);
    }
    return name;
  }
}
