package dev.hefu.gateway.operation;

import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;

/** What a message names must exist. */
final class Known {
  private Known() {}

  /**
   * The participant of this id.
   *
   * @throws Refusal if there is none
   */
  static Participant participant(Participants participants, String id) {
    return participants
        .find(id)
        .orElseThrow(
            () -> new Refusal(ErrorCode.PARTICIPANT_UNKNOWN, "no participant is called " + id));
  }
}
