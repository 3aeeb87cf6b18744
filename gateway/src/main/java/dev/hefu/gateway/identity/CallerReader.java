package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads from the claims of a verified token whose it is. A token is of one kind of caller. */
final class CallerReader {
  private static final Pattern PARTICIPANT = Pattern.compile("[a-z][a-z0-9-]{1,39}");

  /** Keycloak's ids of users are UUIDs; other providers may have up to 255 (OpenID Connect 2). */
  private static final int MAX_SUB_CHARS = 255;

  private final SubjectIds subjects;

  CallerReader(SubjectIds subjects) {
    this.subjects = subjects;
  }

  /** What was read. */
  sealed interface Reading {
    /**
     * Whose token it is.
     *
     * @param caller empty if it has no role of this gateway
     */
    record Read(Optional<Caller> caller) implements Reading {}

    /** The claims do not fit together; one sentence. */
    record Unusable(String detail) implements Reading {}
  }

  Reading read(ObjectNode claims) {
    Set<Role> roles = roles(claims);
    Optional<String> client = Optional.ofNullable(claims.path("client_id").textValue());
    Optional<String> sub =
        Optional.ofNullable(claims.path("sub").textValue())
            .filter(text -> !text.isEmpty() && text.length() <= MAX_SUB_CHARS);
    if (roles.isEmpty()) {
      return new Reading.Read(Optional.empty());
    }
    if (roles.equals(Set.of(Role.PARTICIPANT))) {
      return client
          .filter(id -> PARTICIPANT.matcher(id).matches())
          .map(id -> read(new Caller.Participant(id)))
          .orElseGet(
              () -> new Reading.Unusable("The access token of a participant names no client_id."));
    }
    if (roles.equals(Set.of(Role.SUBJECT))) {
      return sub.map(name -> read(new Caller.Person(subjects.of(name))))
          .orElseGet(() -> new Reading.Unusable("The access token of a person names no sub."));
    }
    if (roles.contains(Role.PARTICIPANT) || roles.contains(Role.SUBJECT)) {
      return new Reading.Unusable("The access token mixes the roles of several kinds of callers.");
    }
    return client
        .or(() -> sub)
        .map(id -> read(new Caller.Operator(id, roles)))
        .orElseGet(() -> new Reading.Unusable("The access token names neither client_id nor sub."));
  }

  private static Set<Role> roles(ObjectNode claims) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (JsonNode role : claims.path("realm_access").path("roles")) {
      Role.of(role.asText()).ifPresent(roles::add);
    }
    return roles;
  }

  private static Reading read(Caller caller) {
    return new Reading.Read(Optional.of(caller));
  }
}
