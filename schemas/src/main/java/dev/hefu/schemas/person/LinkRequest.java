package dev.hefu.schemas.person;

import dev.hefu.schemas.Shape;

/** Begins the linking of the person's account at a participant. */
public record LinkRequest(String participant) {
  /** Checks the members. */
  public LinkRequest {
    Shape.participant("participant", participant);
  }
}
