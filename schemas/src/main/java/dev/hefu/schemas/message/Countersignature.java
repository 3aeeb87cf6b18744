package dev.hefu.schemas.message;

import dev.hefu.schemas.Shape;

/** A further party's signature over the same canonical bytes. */
public record Countersignature(String signature) {
  /** Checks the members. */
  public Countersignature {
    Shape.jws("signature", signature);
  }
}
