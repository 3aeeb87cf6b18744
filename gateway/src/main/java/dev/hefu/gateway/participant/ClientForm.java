package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.identity.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A client as Keycloak's Admin API writes it: it authenticates by a JWT that it signs (RFC 7523),
 * gets access tokens for itself alone, and only such as are bound to a key (RFC 9449).
 */
final class ClientForm {
  /** Marks the clients that we made, with the roles that they are for. */
  private static final String ROLES = "hefu.roles";

  /** Made with the realm: audience, sub, client_id and the list of roles. */
  private static final String TOKEN_SCOPE = "hefu-token";

  private static final String ROLE_SCOPE = "hefu-role-";

  private ClientForm() {}

  static ObjectNode of(String id, PublicKeySet keys, Set<Role> roles) {
    ObjectNode client = StrictJson.newObject();
    client.put("clientId", id).put("name", id).put("protocol", "openid-connect");
    client.put("enabled", true).put("publicClient", false).put("bearerOnly", false);
    client.put("clientAuthenticatorType", "client-jwt");
    client.put("standardFlowEnabled", false).put("implicitFlowEnabled", false);
    client.put("directAccessGrantsEnabled", false).put("serviceAccountsEnabled", true);
    client.put("fullScopeAllowed", false).put("consentRequired", false);
    client.putArray("redirectUris");
    client.putArray("webOrigins");
    client.putArray("optionalClientScopes");
    ArrayNode scopes = client.putArray("defaultClientScopes").add(TOKEN_SCOPE);
    roles.stream().sorted().forEach(role -> scopes.add(ROLE_SCOPE + role.code()));
    client.set("attributes", attributes(keys, roles));
    return client;
  }

  private static ObjectNode attributes(PublicKeySet keys, Set<Role> roles) {
    List<PublicJwk> signing =
        keys.keys().stream().filter(key -> key.type().use() == KeyUse.SIGNATURE).toList();
    if (signing.isEmpty()) {
      throw new IllegalArgumentException("there is no key for signatures");
    }
    ObjectNode attributes = StrictJson.newObject();
    attributes.put("use.jwks.string", "true");
    attributes.put("jwks.string", StrictJson.write(PublicKeySet.of(signing).toJson()));
    Set<String> algorithms =
        signing.stream().map(key -> key.type().algorithm()).collect(Collectors.toSet());
    // Where keys of two kinds are valid at once, as in a rotation, the key decides.
    attributes.put(
        "token.endpoint.auth.signing.alg",
        algorithms.size() == 1 ? algorithms.iterator().next() : "");
    attributes.put("dpop.bound.access.tokens", "true");
    attributes.put("access.token.signed.response.alg", "ES256");
    attributes.put("access.token.header.type.rfc9068", "true");
    attributes.put(ROLES, roles.stream().sorted().map(Role::code).collect(Collectors.joining(" ")));
    return attributes;
  }

  /** Whether a client was made by us for these very roles. */
  static boolean sameRoles(JsonNode present, JsonNode wanted) {
    return roles(present).equals(roles(wanted));
  }

  /** Whether a client was made by us for an operator. */
  static boolean isOperator(JsonNode present) {
    String roles = roles(present);
    return !roles.isEmpty() && !roles.equals(Role.PARTICIPANT.code());
  }

  private static String roles(JsonNode client) {
    return client.path("attributes").path(ROLES).asText("");
  }
}
