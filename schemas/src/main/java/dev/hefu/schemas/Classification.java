package dev.hefu.schemas;

/** How much care a field needs, with the level of GB/T 43697-2024 beside it. */
public enum Classification {
  PUBLIC(1),
  INTERNAL(2),
  PERSONAL(3),
  /** Needs the consent's separate flag at every tier but {@link Tier#AGGREGATE} (PIPL Art. 29). */
  SENSITIVE(4);

  private final int level;

  Classification(int level) {
    this.level = level;
  }

  /** The level within general data by GB/T 43697-2024, 1 (lowest) to 4. */
  public int level() {
    return level;
  }
}
