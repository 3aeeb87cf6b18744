package dev.hefu.policy.agreement;

/** One version of a dataset; written {@code name/version}. */
public record DatasetVersion(String name, int version) {
  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static DatasetVersion parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("no dataset version: " + text);
    }
    return new DatasetVersion(
        text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return name + "/" + version;
  }
}
