package dev.hefu.gateway.participant;

import static dev.hefu.gateway.jooq.Tables.PARTICIPANT;

import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.KeySetCheck;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.jooq.tables.records.ParticipantRecord;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.participant.Contact;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The participants of the network. Reads for decisions come from a short-lived cache; the commit
 * reads versions and status afresh, so that a suspension bites at once.
 */
public final class Participants {
  /** A stale entry costs a repeated exchange, never a disclosure: the commit compares versions. */
  private static final Duration CACHED = Duration.ofSeconds(1);

  /** More than a network has; beyond it the cache starts anew. */
  private static final int MAX_CACHED = 10_000;

  private final DSLContext database;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  private record Cached(Participant participant, long readNanos) {
    boolean isFresh() {
      return System.nanoTime() - readNanos < CACHED.toNanos();
    }
  }

  public Participants(DSLContext database) {
    this.database = database;
  }

  /** The participant of this id, at most a second old. */
  public Optional<Participant> find(String id) {
    Cached cached = cache.get(id);
    if (cached != null && cached.isFresh()) {
      return Optional.of(cached.participant());
    }
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    // One of many that find it stale reads it anew, and the others wait for that.
    return Optional.ofNullable(
            cache.compute(id, (name, now) -> now != null && now.isFresh() ? now : read(name)))
        .map(Cached::participant);
  }

  private @Nullable Cached read(String id) {
    long now = System.nanoTime();
    return read(database, id).map(participant -> new Cached(participant, now)).orElse(null);
  }

  /**
   * The payload of a compact JWS if a registered key of the signer signed it under this type.
   *
   * @return empty if the signer is unknown or the signature is not theirs
   */
  public Optional<byte[]> verify(String signer, String jws, String type) {
    return find(signer)
        .flatMap(
            participant ->
                switch (Verifier.of(participant.keys()).jws(jws, type)) {
                  case JwsCheck.Valid(String kid, byte[] payload) -> Optional.of(payload);
                  case JwsCheck.Invalid invalid -> Optional.empty();
                });
  }

  /** Adds a participant. */
  public ParticipantOutcome register(DSLContext tx, Participant participant) {
    URI endpoint = participant.endpoint();
    Contact contact = participant.contact();
    int added =
        tx.insertInto(PARTICIPANT)
            .set(PARTICIPANT.ID, participant.id())
            .set(PARTICIPANT.NAME_EN, participant.nameEn())
            .set(PARTICIPANT.NAME_ZH, participant.nameZh())
            .set(PARTICIPANT.KIND, participant.kind().name())
            .set(PARTICIPANT.COUNTRY, participant.country())
            .set(PARTICIPANT.CONTACT, contact == null ? null : text(contact))
            .set(PARTICIPANT.ENDPOINT, endpoint == null ? null : endpoint.toString())
            .set(PARTICIPANT.JWKS, bytes(participant.keys()))
            .set(PARTICIPANT.EVENT_IMPORTER, participant.eventImporter())
            .set(PARTICIPANT.REGISTERED_AT, participant.registeredAt().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    return added == 0
        ? new ParticipantOutcome.Taken(participant.id())
        : new ParticipantOutcome.Changed(participant);
  }

  /** Whether it is suspended, as things stand in this transaction. */
  public boolean suspended(DSLContext tx, String id) {
    return tx.fetchExists(PARTICIPANT, PARTICIPANT.ID.eq(id).and(PARTICIPANT.SUSPENDED));
  }

  /** Suspends a participant or lets it go on. */
  public ParticipantOutcome suspend(DSLContext tx, String id, boolean suspended) {
    return set(tx, id, PARTICIPANT.SUSPENDED, suspended);
  }

  /** Says where a participant processes data from now on. */
  public ParticipantOutcome move(DSLContext tx, String id, String country) {
    return set(tx, id, PARTICIPANT.COUNTRY, country);
  }

  /** Says where persons reach a participant about their data from now on. */
  public ParticipantOutcome tell(DSLContext tx, String id, Contact contact) {
    return set(tx, id, PARTICIPANT.CONTACT, text(contact));
  }

  private <T> ParticipantOutcome set(DSLContext tx, String id, Field<T> column, T value) {
    ParticipantRecord before = tx.selectFrom(PARTICIPANT).where(PARTICIPANT.ID.eq(id)).fetchOne();
    if (before == null) {
      return new ParticipantOutcome.Unknown(id);
    }
    if (value.equals(before.get(column))) {
      return new ParticipantOutcome.Unchanged(participant(before));
    }
    tx.update(PARTICIPANT)
        .set(column, value)
        .set(PARTICIPANT.VERSION, before.getVersion() + 1)
        .where(PARTICIPANT.ID.eq(id))
        .execute();
    cache.remove(id);
    return new ParticipantOutcome.Changed(read(tx, id).orElseThrow());
  }

  private static Optional<Participant> read(DSLContext tx, String id) {
    return tx.selectFrom(PARTICIPANT)
        .where(PARTICIPANT.ID.eq(id))
        .fetchOptional()
        .map(Participants::participant);
  }

  private static Participant participant(ParticipantRecord row) {
    return new Participant(
        row.getId(),
        row.getNameEn(),
        row.getNameZh(),
        ParticipantKind.valueOf(row.getKind()),
        row.getCountry(),
        contact(row.getContact()),
        Optional.ofNullable(row.getEndpoint()).map(URI::create).orElse(null),
        keys(row),
        row.getEventImporter(),
        row.getSuspended(),
        row.getVersion(),
        row.getRegisteredAt().toInstant());
  }

  private static @Nullable Contact contact(@Nullable String json) {
    return json == null
        ? null
        : MessageCodec.answer(
            StrictJson.trusted(json.getBytes(StandardCharsets.UTF_8)), Contact.class);
  }

  private static String text(Contact contact) {
    return MessageCodec.tree(contact).toString();
  }

  private static PublicKeySet keys(ParticipantRecord row) {
    return switch (PublicKeySet.parse(row.getJwks())) {
      case KeySetCheck.Valid(PublicKeySet keys) -> keys;
      case KeySetCheck.Invalid(String reason) ->
          throw new IllegalStateException("stored keys of " + row.getId() + ": " + reason);
    };
  }

  private static byte[] bytes(PublicKeySet keys) {
    return keys.toJson().toString().getBytes(StandardCharsets.UTF_8);
  }
}
