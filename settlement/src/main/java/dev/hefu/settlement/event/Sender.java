package dev.hefu.settlement.event;

import dev.hefu.schemas.ParticipantKind;

/** The authenticated participant that hands in events. */
public record Sender(String participant, ParticipantKind kind) {}
