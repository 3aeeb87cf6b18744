package dev.hefu.gateway.participant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.outbound.Door;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps the identity provider's clients in step with the participants and operators: who is
 * registered here with a key gets tokens there with the same key. It can do nothing but manage
 * clients. Safe for use by many threads; blocks.
 */
public final class KeycloakProvisioner {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
  private static final String OURS = "hefu-";
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;

  /** Clients that every realm has; nobody else may be called so. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "account",
          "account-console",
          "admin-cli",
          "broker",
          "realm-management",
          "security-admin-console");

  private final AdminApi admin;

  /**
   * A provisioner that signs in as {@code hefu-provisioner}.
   *
   * @param door that reaches the realm
   * @param realm where the realm is reached, such as {@code http://127.0.0.1:8180/realms/hefu}
   */
  public KeycloakProvisioner(Door door, URI realm, String secret) {
    this.admin = new AdminApi(door, realm, secret);
  }

  /** Whether a participant or operator must not be called so, because a part of the system is. */
  public static boolean isReserved(String id) {
    return BUILT_IN.contains(id) || id.startsWith(OURS);
  }

  /**
   * Makes the participant's client, or gives it these keys and no others. Tokens that it already
   * has stay valid until they expire, within 5 minutes.
   *
   * @throws IllegalArgumentException if the id is reserved or is no participant's
   * @throws ProvisioningFailed if the identity provider refuses or cannot be reached
   */
  public void provision(String id, PublicKeySet keys) {
    put(id, keys, Set.of(Role.PARTICIPANT));
  }

  /**
   * Makes an operator's client, or gives it these keys and roles and no others.
   *
   * @throws IllegalArgumentException if the id is reserved or the roles are none of operators
   * @throws ProvisioningFailed if the identity provider refuses or cannot be reached
   */
  public void provisionOperator(String id, PublicKeySet keys, Set<Role> roles) {
    if (roles.isEmpty() || roles.contains(Role.PARTICIPANT) || roles.contains(Role.SUBJECT)) {
      throw new IllegalArgumentException("not the roles of an operator: " + roles);
    }
    put(id, keys, roles);
  }

  private void put(String id, PublicKeySet keys, Set<Role> roles) {
    if (isReserved(id) || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no participant or operator may be called " + id);
    }
    ObjectNode wanted = ClientForm.of(id, keys, roles);
    Optional<JsonNode> present = find(id);
    if (present.isPresent() && !ClientForm.sameRoles(present.get(), wanted)) {
      remove(id, present.get(), roles);
      present = Optional.empty();
    }
    if (present.isEmpty()) {
      AdminApi.Answer made = admin.post("/clients", wanted);
      if (made.status() == CREATED) {
        return;
      }
      // Another node may have made it since we looked.
      present = made.status() == CONFLICT ? find(id) : Optional.empty();
      if (present.isEmpty()) {
        throw made.unexpected("making the client " + id);
      }
    }
    wanted.set("id", present.get().get("id"));
    admin.put("/clients/" + present.get().path("id").asText(), wanted);
  }

  /** Removes an operator's client whose roles change; a participant never turns into another. */
  private void remove(String id, JsonNode present, Set<Role> roles) {
    if (roles.contains(Role.PARTICIPANT) || !ClientForm.isOperator(present)) {
      throw new IllegalArgumentException(id + " is a client of another kind already");
    }
    admin.delete("/clients/" + present.path("id").asText());
  }

  private Optional<JsonNode> find(String id) {
    AdminApi.Answer answer = admin.get("/clients?clientId=" + id);
    return StrictJson.parse(answer.body())
        .filter(list -> list.isArray() && !list.isEmpty())
        .map(list -> list.get(0));
  }
}
