package dev.hefu.gateway;

import dev.hefu.gateway.outbound.AddressRange;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What one node of the gateway is told from outside: a record per concern, checked as a whole
 * before anything starts. {@link Setting} lists the keys.
 *
 * @param outboundAllowed addresses that are called though they are not public
 */
public record Config(
    Http http,
    Database database,
    Identity identity,
    Path keysFolder,
    String logOrigin,
    Exchange exchange,
    Policy policy,
    List<AddressRange> outboundAllowed) {

  /**
   * Where to listen.
   *
   * @param port 0 takes any free one
   * @param quota calls a second of one caller
   */
  public record Http(String host, int port, Optional<URI> publicUrl, int quota) {}

  /** The PostgreSQL database; {@code toString} leaves the password out. */
  public record Database(String url, String user, String password, int connections) {
    @Override
    public String toString() {
      return "Database[" + url + ", user=" + user + ", connections=" + connections + "]";
    }
  }

  /** The identity provider; {@code toString} leaves the provisioner's secret out. */
  public record Identity(URI issuer, URI url, String audience, String provisionerSecret) {
    @Override
    public String toString() {
      return "Identity[" + issuer + ", audience=" + audience + "]";
    }
  }

  /**
   * Where the rules run.
   *
   * @param server the OPA server that decides; empty for the embedded engine
   * @param instances of the embedded engine
   */
  public record Policy(Optional<URI> server, int instances) {}

  /** Bounds on exchanges. */
  public record Exchange(int concurrency, Duration providerTimeout) {}

  /**
   * Reads a properties file and the environment, which wins.
   *
   * @param file a file of {@code key=value} lines, or empty for the environment alone
   * @throws InvalidConfig if a key is unknown or missing, or a value outside its bounds
   * @throws IOException if the file cannot be read
   */
  public static Config read(Optional<Path> file, Map<String, String> environment)
      throws IOException {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    if (file.isPresent()) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file.get())) {
        properties.load(reader);
      }
      for (String key : properties.stringPropertyNames()) {
        given.put(known(key, file.get()), properties.getProperty(key));
      }
    }
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.variable());
      if (value != null) {
        given.put(setting, value);
      }
    }
    return of(given);
  }

  /**
   * The configuration made of these values and the defaults of the rest.
   *
   * @throws InvalidConfig if a key is missing or a value outside its bounds
   */
  public static Config of(Map<Setting, String> given) {
    URI issuer = url(Setting.IDENTITY_ISSUER, given).orElseThrow();
    return new Config(
        new Http(
            Setting.HTTP_HOST.text(given),
            Setting.HTTP_PORT.number(given),
            url(Setting.HTTP_PUBLIC_URL, given),
            Setting.HTTP_QUOTA.number(given)),
        new Database(
            Setting.DATABASE_URL.text(given),
            Setting.DATABASE_USER.text(given),
            Setting.DATABASE_PASSWORD.text(given),
            Setting.DATABASE_CONNECTIONS.number(given)),
        new Identity(
            issuer,
            url(Setting.IDENTITY_URL, given).orElse(issuer),
            Setting.IDENTITY_AUDIENCE.text(given),
            Setting.IDENTITY_PROVISIONER_SECRET.text(given)),
        Path.of(Setting.KEYS_FOLDER.text(given)),
        Setting.LOG_ORIGIN.text(given),
        new Exchange(
            Setting.EXCHANGE_CONCURRENCY.number(given),
            Duration.ofMillis(Setting.EXCHANGE_PROVIDER_TIMEOUT_MILLIS.number(given))),
        policy(given),
        ranges(Setting.OUTBOUND_ALLOWED, given));
  }

  private static List<AddressRange> ranges(Setting setting, Map<Setting, String> given) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : setting.text(given).split(",", -1)) {
      if (!text.isBlank()) {
        try {
          ranges.add(AddressRange.parse(text.strip()));
        } catch (IllegalArgumentException malformed) {
          throw new InvalidConfig(setting.key() + ": " + malformed.getMessage());
        }
      }
    }
    return List.copyOf(ranges);
  }

  private static Policy policy(Map<Setting, String> given) {
    Optional<URI> server = url(Setting.POLICY_URL, given);
    String engine = Setting.POLICY_ENGINE.text(given);
    switch (engine) {
      case "embedded" -> server = Optional.empty();
      case "remote" -> {
        if (server.isEmpty()) {
          throw new InvalidConfig("policy.url is missing, which the remote engine needs");
        }
      }
      default ->
          throw new InvalidConfig("policy.engine is '" + engine + "', not embedded or remote");
    }
    return new Policy(server, Setting.POLICY_INSTANCES.number(given));
  }

  private static Setting known(String key, Path file) {
    return Setting.ofKey(key)
        .orElseThrow(
            () -> new InvalidConfig(key + " in " + file + " is no key of this configuration"));
  }

  private static Optional<URI> url(Setting setting, Map<Setting, String> given) {
    String value = setting.text(given);
    if (value.isEmpty() && setting.byDefault().isPresent()) {
      return Optional.empty();
    }
    if (!value.matches("https?://[^/?#]+(/[^?#]*)?")) {
      throw new InvalidConfig(setting.key() + " is '" + value + "', not an http or https URL");
    }
    return Optional.of(
        URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value));
  }
}
