package dev.hefu.settlement.event;

/** What {@link EventReader} made of some bytes. */
public sealed interface EventReading {
  /** A well-formed event of a type that its sender may tell. */
  record Read(Event event) implements EventReading {}

  /**
   * Not to be settled.
   *
   * @param source empty if it could not be read
   * @param id empty if it could not be read
   * @param reason a code of {@code docs/formats/events.md}
   * @param detail one sentence that names the member and the limit
   */
  record Bad(String source, String id, String reason, String detail) implements EventReading {}
}
