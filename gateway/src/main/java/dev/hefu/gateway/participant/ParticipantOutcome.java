package dev.hefu.gateway.participant;

/** What became of an attempt to change a participant. */
public sealed interface ParticipantOutcome {
  /** It changed; this needs a leaf. */
  record Changed(Participant participant) implements ParticipantOutcome {}

  /** The id is taken. */
  record Taken(String id) implements ParticipantOutcome {}

  /** No participant has this id. */
  record Unknown(String id) implements ParticipantOutcome {}

  /** It is in the wanted state already. */
  record Unchanged(Participant participant) implements ParticipantOutcome {}
}
