package dev.hefu.schemas.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.message.Evidence;
import dev.hefu.schemas.message.LocalizedText;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organisation in the network.
 *
 * @param endpoint null if it provides nothing
 * @param country ISO 3166-1 code of where it processes data
 * @param contact where persons reach it about their data; null if it was not told
 * @param evidence the leaf of the change that this answers; null when read
 */
public record Participant(
    String id,
    LocalizedText name,
    ParticipantKind kind,
    @Nullable URI endpoint,
    ObjectNode jwks,
    Status status,
    String country,
    @Nullable Contact contact,
    Instant registeredAt,
    @Nullable Evidence evidence) {
  /** Whether exchanges with it are possible at all. */
  public enum Status {
    ACTIVE,
    SUSPENDED
  }
}
