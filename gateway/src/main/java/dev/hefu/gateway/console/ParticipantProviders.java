package dev.hefu.gateway.console;

import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.participant.SignInPlaces;
import java.net.URI;
import java.util.Optional;

/** The participants where persons can sign in to link their account: none that is suspended. */
final class ParticipantProviders {
  private final Door door;
  private final Participants participants;
  private final SignInPlaces places;
  private final URI redirects;

  /**
   * @param door of a reach for participants
   * @param redirects where participants send persons back to, each to its id below it
   */
  ParticipantProviders(Door door, Participants participants, SignInPlaces places, URI redirects) {
    this.door = door;
    this.participants = participants;
    this.places = places;
    this.redirects = redirects;
  }

  Optional<OpenIdProvider> find(String participant) {
    return participants
        .find(participant)
        .filter(found -> !found.suspended())
        .flatMap(found -> places.find(participant))
        .map(
            place ->
                new OpenIdProvider(
                    door,
                    place.issuer(),
                    place.issuer(),
                    place.clientId(),
                    URI.create(redirects + participant)));
  }
}
