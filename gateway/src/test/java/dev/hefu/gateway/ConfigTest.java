package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node is told from outside: every default, every bound, and no key that is not known. */
final class ConfigTest {
  private static final int MOST_KEYS = 30;

  @TempDir private Path folder;

  private static Map<String, String> required() {
    return new HashMap<>(
        Map.of(
            "HEFU_DATABASE_URL", "jdbc:postgresql://127.0.0.1/hefu",
            "HEFU_IDENTITY_ISSUER", "https://id.example/realms/hefu",
            "HEFU_KEYS_FOLDER", "/var/lib/hefu/keys"));
  }

  @Test
  void theDefaultsAreThese() {
    assertEquals(
        """
        database.connections = 16
        database.password = \

        database.url must be given
        database.user = hefu
        exchange.concurrency = 256
        exchange.provider-timeout-millis = 2000
        http.host = 127.0.0.1
        http.port = 8080
        http.public-url = \

        http.quota = 2000
        identity.audience = hefu-gateway
        identity.issuer must be given
        identity.provisioner-secret = \

        identity.url = \

        keys.folder must be given
        log.origin = hefu.example/log
        outbound.allowed = \

        policy.engine = embedded
        policy.instances = 4
        policy.url = \
        """,
        Arrays.stream(Setting.values())
            .map(
                setting ->
                    setting.key()
                        + setting.byDefault().map(value -> " = " + value).orElse(" must be given"))
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  @Test
  void thereAreFewKeys() {
    assertTrue(Setting.values().length <= MOST_KEYS, "more than " + MOST_KEYS + " keys");
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = folder.resolve("hefu.properties");
    Files.writeString(file, "http.port=9000\nexchange.provider-timeout-millis=750\n");
    Map<String, String> environment = required();
    environment.put("HEFU_HTTP_PORT", "9001");
    Config config = Config.read(Optional.of(file), environment);
    assertEquals(9001, config.http().port());
    assertEquals(Duration.ofMillis(750), config.exchange().providerTimeout());
    assertEquals(config.identity().issuer(), config.identity().url());
  }

  @Test
  void aKeyThatIsNotKnownIsRefused() throws IOException {
    Path file = folder.resolve("hefu.properties");
    Files.writeString(file, "http.prot=9000\n");
    InvalidConfig refused =
        assertThrows(InvalidConfig.class, () -> Config.read(Optional.of(file), required()));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("http.prot in "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HEFU_HTTP_PORT            | 65536       | http.port is 65536, outside 0 to 65535
          HEFU_HTTP_PORT            | -1          | http.port is -1, outside 0 to 65535
          HEFU_HTTP_PORT            | eighty      | http.port is 'eighty', not a whole number
          HEFU_DATABASE_CONNECTIONS | 3           | database.connections is 3, outside 4 to 200
          HEFU_OUTBOUND_ALLOWED     | 127.0.0.1   | outbound.allowed: '127.0.0.1' is not of the form address/bits
          HEFU_OUTBOUND_ALLOWED     | 10.0.0.1/8  | outbound.allowed: 10.0.0.1 has bits set beyond its prefix of 8
          HEFU_OUTBOUND_ALLOWED     | ::/129      | outbound.allowed: a prefix of 129 bits, not 0 to 128
          HEFU_POLICY_ENGINE        | both        | policy.engine is 'both', not embedded or remote
          HEFU_POLICY_ENGINE        | remote      | policy.url is missing, which the remote engine needs
          HEFU_IDENTITY_ISSUER      | id.example  | identity.issuer is 'id.example', not an http or https URL
          HEFU_HTTP_PUBLIC_URL      | ftp://x     | http.public-url is 'ftp://x', not an http or https URL
          """)
  void aValueOutsideItsBoundsIsRefusedWithTheBounds(String variable, String value, String why) {
    Map<String, String> environment = required();
    environment.put(variable, value);
    assertEquals(
        why,
        assertThrows(InvalidConfig.class, () -> Config.read(Optional.empty(), environment))
            .getMessage());
  }

  @Test
  void theRulesRunHereUnlessAServerIsNamed() throws IOException {
    Map<String, String> environment = required();
    environment.put("HEFU_POLICY_URL", "http://127.0.0.1:8181");
    assertTrue(Config.read(Optional.empty(), environment).policy().server().isEmpty());
    environment.put("HEFU_POLICY_ENGINE", "remote");
    assertEquals(
        "http://127.0.0.1:8181",
        Config.read(Optional.empty(), environment).policy().server().orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({"HEFU_DATABASE_URL", "HEFU_IDENTITY_ISSUER", "HEFU_KEYS_FOLDER"})
  void aMissingKeyIsNamedWithItsVariable(String variable) {
    Map<String, String> environment = required();
    environment.remove(variable);
    InvalidConfig refused =
        assertThrows(InvalidConfig.class, () -> Config.read(Optional.empty(), environment));
    assertTrue(String.valueOf(refused.getMessage()).contains(variable), refused.getMessage());
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    Map<String, String> environment = required();
    environment.put("HEFU_DATABASE_PASSWORD", "open-sesame");
    environment.put("HEFU_IDENTITY_PROVISIONER_SECRET", "open-sesame");
    assertFalse(Config.read(Optional.empty(), environment).toString().contains("sesame"));
    assertTrue(Setting.DATABASE_PASSWORD.isSecret());
  }
}
