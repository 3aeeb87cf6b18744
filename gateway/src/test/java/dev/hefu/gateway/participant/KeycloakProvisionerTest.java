package dev.hefu.gateway.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.SharedKeycloak;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.gateway.identity.Authentication;
import dev.hefu.gateway.identity.Authenticator;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.identity.IdentitySettings;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.identity.SubjectIds;
import dev.hefu.gateway.identity.TakenProofs;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.outbound.Reach;
import dev.hefu.schemas.ErrorCode;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way through a real Keycloak: registered key, bound token, proof, caller. */
final class KeycloakProvisionerTest {
  private static final URI GATEWAY = URI.create("https://gateway.example");
  private static final SubjectIds SUBJECTS = new SubjectIds(Secret.random());

  private static final Door DOOR = Door.alone(Reach.ofOperator(List.of()));

  private static LocalKeycloak keycloak;
  private static KeycloakProvisioner provisioner;
  private static TakenProofs taken;
  private static Authenticator authenticator;

  @BeforeAll
  static void start() {
    keycloak = SharedKeycloak.server();
    provisioner = new KeycloakProvisioner(DOOR, keycloak.issuer(), keycloak.provisionerSecret());
    IdentitySettings settings =
        new IdentitySettings(keycloak.issuer(), keycloak.issuer(), "hefu-gateway", GATEWAY);
    taken = TakenProofs.start(SharedPostgres.freshDatabase(), InstantSource.system());
    authenticator = Authenticator.start(settings, DOOR, SUBJECTS, taken, InstantSource.system());
  }

  @AfterAll
  static void stop() {
    authenticator.close();
    taken.close();
    DOOR.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ES256"})
  void aParticipantGetsABoundTokenWithItsRegisteredKey(KeyType type) throws Exception {
    String id = "brand-" + type.name().toLowerCase(Locale.ROOT);
    PrivateKeySet keys = PrivateKeySet.generate(type, KeyType.X25519);
    provisioner.provision(id, keys.toPublic());
    TokenClient client = new TokenClient(keycloak.issuer(), keys);
    JsonNode answer = client.clientCredentials(id, true);
    assertEquals("DPoP", answer.path("token_type").textValue(), answer::toString);
    assertTrue(answer.path("expires_in").intValue() <= 300);
    assertFalse(answer.has("refresh_token"));
    assertEquals(new Caller.Participant(id), caller(client, token(answer)));

    ObjectNode claims = claims(token(answer));
    assertEquals(id, claims.path("client_id").textValue());
    assertEquals("hefu-gateway", claims.path("aud").textValue());
    assertEquals("[\"participant\"]", claims.at("/realm_access/roles").toString());
  }

  @Test
  void aParticipantGetsNothingWithoutAProofOrWithAnotherKey() throws Exception {
    PrivateKeySet keys = PrivateKeySet.generate();
    provisioner.provision("shop-one", keys.toPublic());
    JsonNode plain = new TokenClient(keycloak.issuer(), keys).clientCredentials("shop-one", false);
    assertFalse(plain.has("access_token"), plain::toString);
    PrivateKeySet others = PrivateKeySet.generate();
    JsonNode other = new TokenClient(keycloak.issuer(), others).clientCredentials("shop-one", true);
    assertFalse(other.has("access_token"), other::toString);
  }

  @Test
  void provisioningAgainReplacesTheKeys() throws Exception {
    PrivateKeySet first = PrivateKeySet.generate();
    PrivateKeySet second = PrivateKeySet.generate(KeyType.ES256, KeyType.X25519);
    provisioner.provision("carrier-one", first.toPublic());
    provisioner.provision("carrier-one", first.toPublic());
    provisioner.provision("carrier-one", second.toPublic());
    TokenClient client = new TokenClient(keycloak.issuer(), second);
    JsonNode answer = client.clientCredentials("carrier-one", true);
    assertEquals(new Caller.Participant("carrier-one"), caller(client, token(answer)));
    JsonNode old = new TokenClient(keycloak.issuer(), first).clientCredentials("carrier-one", true);
    assertFalse(old.has("access_token"), old::toString);
  }

  @Test
  void anOperatorHasItsRolesAndNoOthers() throws Exception {
    PrivateKeySet keys = PrivateKeySet.generate();
    TokenClient client = new TokenClient(keycloak.issuer(), keys);
    provisioner.provisionOperator(
        "ops-one", keys.toPublic(), Set.of(Role.PARTICIPANT_ADMIN, Role.FINANCE_APPROVER));
    assertEquals(
        new Caller.Operator("ops-one", Set.of(Role.PARTICIPANT_ADMIN, Role.FINANCE_APPROVER)),
        caller(client, token(client.clientCredentials("ops-one", true))));
    provisioner.provisionOperator("ops-one", keys.toPublic(), Set.of(Role.COMPLIANCE_OFFICER));
    assertEquals(
        new Caller.Operator("ops-one", Set.of(Role.COMPLIANCE_OFFICER)),
        caller(client, token(client.clientCredentials("ops-one", true))));
    assertThrows(
        IllegalArgumentException.class, () -> provisioner.provision("ops-one", keys.toPublic()));
  }

  @Test
  void aPersonSignsUpAndIsNobodyElse() throws Exception {
    TokenClient anna = new TokenClient(keycloak.issuer(), PrivateKeySet.generate(KeyType.ES256));
    JsonNode answer = anna.newPerson("anna", "correct horse battery");
    assertEquals("DPoP", answer.path("token_type").textValue(), answer::toString);
    String token = token(answer);
    Caller.Person person = assertInstanceOf(Caller.Person.class, caller(anna, token));
    assertEquals(SUBJECTS.of(claims(token).path("sub").textValue()), person.subject());
    assertEquals("[\"subject\"]", claims(token).at("/realm_access/roles").toString());
    TokenClient ben = new TokenClient(keycloak.issuer(), PrivateKeySet.generate(KeyType.ED25519));
    Caller other = caller(ben, token(ben.newPerson("ben", "correct horse battery")));
    assertNotEquals(person, other);
  }

  @Test
  void refusesATokenOfKeycloakThatIsNotForTheGateway() throws Exception {
    PrivateKeySet keys = PrivateKeySet.generate();
    provisioner.provision("shop-two", keys.toPublic());
    TokenClient client = new TokenClient(keycloak.issuer(), keys);
    String token = token(client.clientCredentials("shop-two", true));
    IdentitySettings settings =
        new IdentitySettings(keycloak.issuer(), keycloak.issuer(), "another-gateway", GATEWAY);
    try (Authenticator other =
        Authenticator.start(settings, DOOR, SUBJECTS, taken, InstantSource.system())) {
      Authentication.Refused refused =
          assertInstanceOf(Authentication.Refused.class, authenticate(other, client, token));
      assertEquals(ErrorCode.TOKEN_INVALID, refused.code());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"account", "hefu-provisioner", "hefu-person", "realm-management", "A", ""})
  void refusesTheNamesOfThePartsOfTheSystem(String id) {
    PrivateKeySet keys = PrivateKeySet.generate();
    assertThrows(IllegalArgumentException.class, () -> provisioner.provision(id, keys.toPublic()));
  }

  @Test
  void refusesAnOperatorWithoutRolesOfOne() {
    PrivateKeySet keys = PrivateKeySet.generate();
    for (Set<Role> roles :
        List.of(Set.<Role>of(), Set.of(Role.SUBJECT), Set.of(Role.PARTICIPANT))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> provisioner.provisionOperator("ops-two", keys.toPublic(), roles));
    }
  }

  @Test
  void saysWhenKeycloakRefusesOrIsAway() {
    PrivateKeySet keys = PrivateKeySet.generate();
    KeycloakProvisioner wrong = new KeycloakProvisioner(DOOR, keycloak.issuer(), "wrong");
    assertThrows(ProvisioningFailed.class, () -> wrong.provision("shop", keys.toPublic()));
    URI nobody = URI.create("http://127.0.0.1:9/realms/hefu");
    KeycloakProvisioner away = new KeycloakProvisioner(DOOR, nobody, "x");
    assertThrows(ProvisioningFailed.class, () -> away.provision("shop", keys.toPublic()));
  }

  private static Caller caller(TokenClient client, String token) {
    Authentication authentication = authenticate(authenticator, client, token);
    return assertInstanceOf(
            Authentication.Authenticated.class, authentication, authentication::toString)
        .caller();
  }

  private static Authentication authenticate(Authenticator by, TokenClient client, String token) {
    String proof = client.proof("GET", GATEWAY + "/v1/datasets", token);
    return by.authenticate("GET", "/v1/datasets", List.of("DPoP " + token), List.of(proof));
  }

  private static String token(JsonNode answer) {
    String token = answer.path("access_token").textValue();
    assertTrue(token != null, answer::toString);
    return String.valueOf(token);
  }

  private static ObjectNode claims(String token) {
    return CompactJws.parse(token).flatMap(CompactJws::claims).orElseThrow();
  }
}
