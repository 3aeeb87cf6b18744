package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.Change;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * What participants say that binds or permits: nothing while they are suspended, since it may not
 * be they who say it. They may go on reading, and end what they have allowed.
 */
public final class ParticipantActs {
  private final DSLContext database;
  private final Committer committer;
  private final Participants participants;

  /**
   * @param participants who knows which of them are suspended
   */
  public ParticipantActs(DSLContext database, Committer committer, Participants participants) {
    this.database = database;
    this.committer = committer;
    this.participants = participants;
  }

  /**
   * Makes a change durable that a participant asks for; whether it is suspended is judged under the
   * log's lock.
   *
   * @throws Refusal if it is
   */
  public <T> Committed<T> change(String participant, Change<T> change) {
    Committed<Optional<T>> committed =
        committer.change(
            (tx, now) -> {
              if (participants.suspended(tx, participant)) {
                return Changed.nothing(Optional.empty());
              }
              Changed<T> changed = change.apply(tx, now);
              return new Changed<>(
                  Optional.of(changed.result()), changed.leaves(), changed.restricts());
            });
    return new Committed<>(
        committed.result().orElseThrow(() -> suspended(participant)), committed.evidence());
  }

  /**
   * For what takes no lock of the log.
   *
   * @throws Refusal if it is suspended
   */
  public void check(String participant) {
    if (participants.suspended(database, participant)) {
      throw suspended(participant);
    }
  }

  /** What a suspended participant is told. */
  public static Refusal suspended(String participant) {
    return new Refusal(ErrorCode.PARTICIPANT_SUSPENDED, participant + " is suspended");
  }

  /**
   * The participant that a message names.
   *
   * @throws Refusal if there is none
   */
  public static Participant known(Participants participants, String id) {
    return participants
        .find(id)
        .orElseThrow(
            () -> new Refusal(ErrorCode.PARTICIPANT_UNKNOWN, "no participant is called " + id));
  }
}
