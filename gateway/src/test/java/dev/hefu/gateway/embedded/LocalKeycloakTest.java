package dev.hefu.gateway.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it needs a port that nobody takes")
final class LocalKeycloakTest {
  @Test
  void signsWithEs256UnderItsOwnIssuer() throws Exception {
    LocalKeycloak keycloak = SharedKeycloak.server();
    JsonNode discovery = get(keycloak.issuer() + "/.well-known/openid-configuration");
    assertEquals(keycloak.issuer().toString(), discovery.get("issuer").textValue());
    JsonNode keys = get(discovery.get("jwks_uri").textValue()).get("keys");
    assertEquals(1, keys.findValuesAsText("alg").stream().filter("ES256"::equals).count());
    assertEquals(43, keycloak.provisionerSecret().length());
  }

  @Test
  void saysWhatToDoWhenItCannotStart(@TempDir Path folder) throws Exception {
    Path realm = folder.resolve("data").resolve("import").resolve("hefu-realm.json");
    Files.createDirectories(realm.getParent());
    Files.writeString(realm, "{}");
    Path home = Path.of(System.getProperty("hefu.root"));
    Path distribution = LocalKeycloak.distribution(home);
    assertRefused("made by another version", () -> LocalKeycloak.start(distribution, folder, 0));
    assertRefused("build again", () -> LocalKeycloak.distribution(folder));
  }

  @Test
  void keepsTheSecretOutOfTheRealmFile(@TempDir Path place) throws Exception {
    try (DataFolder folder = DataFolder.claim(place)) {
      String secret = KeycloakFiles.secret(folder);
      assertEquals(secret, KeycloakFiles.secret(folder));
      KeycloakFiles.placeRealm(folder);
      KeycloakFiles.placeRealm(folder);
      String realm = Files.readString(folder.resolve("data/import/hefu-realm.json"));
      assertTrue(realm.contains("\"${HEFU_PROVISIONER_SECRET}\""));
      assertTrue(!realm.contains(secret));
    }
  }

  private static void assertRefused(
      String sentence, org.junit.jupiter.api.function.Executable start) {
    StartRefused refused = assertThrows(StartRefused.class, start);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(sentence), message);
  }

  private static JsonNode get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      return new ObjectMapper().readTree(answer.body());
    }
  }
}
