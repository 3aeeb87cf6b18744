package dev.hefu.schemas.message;

import dev.hefu.schemas.Shape;

/** Why something is done, for the record. */
public record Reason(String reason) {
  /** Checks the members. */
  public Reason {
    Shape.text("reason", reason, MAX_CHARS);
  }

  /** A sentence or two. */
  private static final int MAX_CHARS = 500;
}
