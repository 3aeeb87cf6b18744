package dev.hefu.gateway.participant;

import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.participant.Contact;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organisation in the network, as it is now.
 *
 * @param country ISO 3166-1 code of where it processes data
 * @param contact where persons reach it about their data; null if it was not told
 * @param endpoint where it serves as a provider; null if it never does
 * @param keys its registered public keys; nothing is ever sealed to a key from a request
 * @param eventImporter whether its events may bring their own time of receipt
 * @param version raised by every change of keys, endpoint, country, contact or status, starting at
 *     1
 */
public record Participant(
    String id,
    String nameEn,
    String nameZh,
    ParticipantKind kind,
    String country,
    @Nullable Contact contact,
    @Nullable URI endpoint,
    PublicKeySet keys,
    boolean eventImporter,
    boolean suspended,
    int version,
    Instant registeredAt) {}
