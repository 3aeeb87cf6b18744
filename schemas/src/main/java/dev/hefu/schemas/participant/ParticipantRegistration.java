package dev.hefu.schemas.participant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.message.LocalizedText;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new participant with its public keys.
 *
 * @param id also its client id at the identity provider
 * @param endpoint absolute URL that records are asked from; null if it provides nothing
 * @param jwks public keys as a JWK set; crypto checks them
 * @param roles what it may do beyond what every participant may; null for nothing
 * @param country ISO 3166-1 code of where it processes data; null for CN
 * @param contact where persons reach it about their data; null if it was not told
 */
public record ParticipantRegistration(
    String id,
    LocalizedText name,
    ParticipantKind kind,
    @Nullable URI endpoint,
    ObjectNode jwks,
    @Nullable List<Role> roles,
    @Nullable String country,
    @Nullable Contact contact) {
  /** What a participant may do beyond the others. */
  public enum Role {
    /** Sends past events that bring their own time of receipt. */
    @JsonProperty("event-importer")
    EVENT_IMPORTER
  }

  /** Checks the members. */
  public ParticipantRegistration {
    Shape.participant("id", id);
    Shape.require(
        endpoint == null
            || (endpoint.isAbsolute()
                && endpoint.getHost() != null
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null),
        "endpoint",
        "is not an absolute URL of a host and a path alone");
    jwks = jwks.deepCopy();
    roles = roles == null ? null : List.copyOf(roles);
    if (country != null) {
      Shape.matches(Shape.COUNTRY, "country", country);
    }
  }
}
