package dev.hefu.gateway.participant;

import static dev.hefu.gateway.jooq.Tables.PARTICIPANT_SIGN_IN;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;

/** Where participants let their customers sign in (OpenID Connect), for the linking of accounts. */
public final class SignInPlaces {
  private final DSLContext database;

  public SignInPlaces(DSLContext database) {
    this.database = database;
  }

  /**
   * One participant's sign-in.
   *
   * @param issuer its OpenID provider
   * @param clientId this gateway's id there; a public client with PKCE
   */
  public record Place(URI issuer, String clientId) {}

  /** Sets or changes a participant's sign-in. */
  public void put(DSLContext tx, Instant now, String participant, Place place) {
    tx.insertInto(PARTICIPANT_SIGN_IN)
        .set(PARTICIPANT_SIGN_IN.PARTICIPANT, participant)
        .set(PARTICIPANT_SIGN_IN.ISSUER, place.issuer().toString())
        .set(PARTICIPANT_SIGN_IN.CLIENT_ID, place.clientId())
        .set(PARTICIPANT_SIGN_IN.CHANGED_AT, now.atOffset(ZoneOffset.UTC))
        .onConflict(PARTICIPANT_SIGN_IN.PARTICIPANT)
        .doUpdate()
        .set(PARTICIPANT_SIGN_IN.ISSUER, place.issuer().toString())
        .set(PARTICIPANT_SIGN_IN.CLIENT_ID, place.clientId())
        .set(PARTICIPANT_SIGN_IN.CHANGED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** The participant's sign-in; empty if it has none. */
  public Optional<Place> find(String participant) {
    return database
        .selectFrom(PARTICIPANT_SIGN_IN)
        .where(PARTICIPANT_SIGN_IN.PARTICIPANT.eq(participant))
        .fetchOptional()
        .map(row -> new Place(URI.create(row.getIssuer()), row.getClientId()));
  }
}
