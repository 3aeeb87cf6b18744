package dev.hefu.schemas.sharing;

import dev.hefu.schemas.Shape;

/** One version of a dataset, by name. */
public record DatasetVersion(String name, int version) {
  /** Checks the members. */
  public DatasetVersion {
    Shape.dataset("name", name);
    Shape.version("version", version);
  }
}
