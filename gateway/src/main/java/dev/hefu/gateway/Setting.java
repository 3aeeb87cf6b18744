package dev.hefu.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every key of the configuration, with its unit, default and bounds. A key that is not here is
 * refused, so that a misspelt or removed one is noticed at start and not in an incident.
 *
 * <p>In a file a key is written as {@link #key()}, in the environment as {@link #variable()}; the
 * environment wins.
 */
public enum Setting {
  HTTP_HOST("127.0.0.1", "address to listen on"),
  HTTP_PORT("8080", "port to listen on, 0 for any free one", 0, 65_535),
  HTTP_QUOTA("2000", "calls a second that one caller may make to one node", 1, 100_000),
  HTTP_PUBLIC_URL("", "URL by which partners reach the gateway; empty: made of host and port"),
  DATABASE_URL(null, "JDBC URL of the PostgreSQL database"),
  DATABASE_USER("hefu", "PostgreSQL role"),
  DATABASE_PASSWORD("", "password of the role", Kind.SECRET),
  DATABASE_CONNECTIONS("16", "connections in the pool", 4, 200),
  IDENTITY_ISSUER(null, "issuer URL of the Keycloak realm"),
  IDENTITY_URL("", "URL by which the gateway itself reaches the realm; empty: the issuer's"),
  IDENTITY_AUDIENCE("hefu-gateway", "audience that a token must name"),
  IDENTITY_PROVISIONER_SECRET("", "secret of the client hefu-provisioner", Kind.SECRET),
  KEYS_FOLDER(null, "folder of the root key and of the gateway's own keys"),
  LOG_ORIGIN("hefu.example/log", "origin of the log, the first line of its checkpoints"),
  EXCHANGE_CONCURRENCY(
      "256", "exchanges under way at once; as many again wait, and one more is refused", 1, 2_048),
  EXCHANGE_PROVIDER_TIMEOUT_MILLIS("2000", "milliseconds a provider may take", 50, 30_000),
  POLICY_ENGINE("embedded", "where the rules run: embedded in this process, or remote"),
  POLICY_INSTANCES("4", "instances of the embedded engine", 1, 64),
  POLICY_URL("", "URL of the OPA server that decides; for the remote engine alone"),
  OUTBOUND_ALLOWED(
      "",
      "ranges of addresses that are called though not public, such as 127.0.0.0/8 in development;"
          + " with commas between");

  private enum Kind {
    TEXT,
    NUMBER,
    SECRET
  }

  private final Optional<String> byDefault;
  private final String meaning;
  private final Kind kind;
  private final long least;
  private final long most;

  Setting(@Nullable String byDefault, String meaning) {
    this(byDefault, meaning, Kind.TEXT);
  }

  Setting(@Nullable String byDefault, String meaning, Kind kind) {
    this(byDefault, meaning, kind, 0, 0);
  }

  Setting(@Nullable String byDefault, String meaning, long least, long most) {
    this(byDefault, meaning, Kind.NUMBER, least, most);
  }

  Setting(@Nullable String byDefault, String meaning, Kind kind, long least, long most) {
    this.byDefault = Optional.ofNullable(byDefault);
    this.meaning = meaning;
    this.kind = kind;
    this.least = least;
    this.most = most;
  }

  /** The name in a file: {@code http.public-url} for {@code HTTP_PUBLIC_URL}. */
  public String key() {
    String lower = name().toLowerCase(Locale.ROOT).replace('_', '-');
    int group = lower.indexOf('-');
    return lower.substring(0, group) + "." + lower.substring(group + 1);
  }

  /** The name in the environment. */
  public String variable() {
    return "HEFU_" + name();
  }

  /** What the value means, with its unit. */
  public String meaning() {
    return meaning;
  }

  /** The value taken where none is given; empty where one must be given. */
  public Optional<String> byDefault() {
    return byDefault;
  }

  /** Whether the value must never be printed. */
  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  String text(Map<Setting, String> given) {
    String value = given.get(this);
    if (value == null) {
      value =
          byDefault.orElseThrow(
              () ->
                  new InvalidConfig(
                      key() + " is missing: " + meaning + " (or " + variable() + ")"));
    }
    return value.strip();
  }

  int number(Map<Setting, String> given) {
    String value = text(given);
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new InvalidConfig(key() + " is '" + value + "', not a whole number");
    }
    if (number < least || number > most) {
      throw new InvalidConfig("%s is %d, outside %d to %d".formatted(key(), number, least, most));
    }
    return (int) number;
  }

  static Optional<Setting> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static final Map<String, Setting> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(Setting::key, Function.identity()));
}
