package dev.hefu.gateway.console.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What the pages say, in one language: {@code console/<language>.properties}. */
public final class Texts {
  private static final Map<String, Texts> ALL =
      Map.of("zh", new Texts("zh", load("zh")), "en", new Texts("en", load("en")));

  private final String language;
  private final Properties texts;

  private Texts(String language, Properties texts) {
    this.language = language;
    this.texts = texts;
  }

  /** The texts in Chinese for {@code zh}, in English for anything else. */
  public static Texts of(String language) {
    return Objects.requireNonNull(ALL.get(language.equals("zh") ? "zh" : "en"));
  }

  /** {@code zh} or {@code en}. */
  public String language() {
    return language;
  }

  /**
   * A text; {@code {0}} and so on stand for the arguments.
   *
   * @throws IllegalArgumentException if there is none of this key
   */
  public String get(String key, Object... arguments) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key + " in " + language);
    }
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text;
  }

  /** A day, as everybody here reads it. */
  public String day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** A time to the minute, in UTC. */
  public String minute(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().withSecond(0).withNano(0) + " UTC";
  }

  private static Properties load(String language) {
    Properties texts = new Properties();
    String name = "/console/" + language + ".properties";
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Texts.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      texts.load(in);
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
