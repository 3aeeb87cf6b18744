package dev.hefu.schemas.dataset;

/** What became of a schema that is to describe a dataset. */
public sealed interface DatasetReading {
  /** The schema describes a dataset. */
  record Accepted(Dataset dataset) implements DatasetReading {}

  /**
   * The schema does not.
   *
   * @param pointer JSON Pointer into the schema (RFC 6901)
   * @param reason one sentence
   */
  record Refused(String pointer, String reason) implements DatasetReading {}
}
