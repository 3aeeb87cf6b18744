package dev.hefu.gateway.console;

import dev.hefu.gateway.participant.SignInPlaces;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/** The participants where persons can sign in to link their account. */
final class ParticipantProviders {
  private final HttpClient http;
  private final SignInPlaces places;
  private final URI redirect;

  /**
   * @param http must not follow redirects
   * @param redirect where participants send persons back to
   */
  ParticipantProviders(HttpClient http, SignInPlaces places, URI redirect) {
    this.http = http;
    this.places = places;
    this.redirect = redirect;
  }

  Optional<OpenIdProvider> find(String participant) {
    return places
        .find(participant)
        .map(
            place ->
                new OpenIdProvider(
                    http, place.issuer(), place.issuer(), place.clientId(), redirect));
  }
}
