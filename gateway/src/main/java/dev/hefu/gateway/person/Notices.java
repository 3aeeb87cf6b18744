package dev.hefu.gateway.person;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The notices that a person is shown before consenting: versioned files in Chinese and English,
 * {@code notices/<id>/<version>.<language>.md}, whose first line is the title. A consent keeps the
 * digest of the very text that was shown.
 */
public final class Notices {
  private static final String LATEST = "1";
  private static final String DEFAULT_LANGUAGE = "en";

  private final Map<String, Notice> read = new ConcurrentHashMap<>();

  /** The notice that a grant names; empty if there is none. */
  public Optional<Notice> find(NoticeReference reference) {
    return find(reference.id(), Integer.toString(reference.version()), reference.language());
  }

  /**
   * A notice in one language; empty if there is none.
   *
   * @param version null for the latest
   * @param language null for English
   */
  public Optional<Notice> find(String id, @Nullable String version, @Nullable String language) {
    String name =
        "%s/%s.%s"
            .formatted(
                id,
                version == null ? LATEST : version,
                language == null ? DEFAULT_LANGUAGE : language);
    if (!name.matches("[a-z][a-z0-9-]{0,63}/[1-9]\\d{0,5}\\.(zh|en)")) {
      return Optional.empty();
    }
    Notice known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Notice> notice = load(name);
    notice.ifPresent(loaded -> read.put(name, loaded));
    return notice;
  }

  private static Optional<Notice> load(String name) {
    try (InputStream in = Notices.class.getResourceAsStream("/notices/" + name + ".md")) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      int slash = name.indexOf('/');
      int dot = name.lastIndexOf('.');
      return Optional.of(
          new Notice(
              name.substring(0, slash),
              Integer.parseInt(name.substring(slash + 1, dot)),
              name.substring(dot + 1),
              text.lines().findFirst().orElseThrow().replaceFirst("^#\\s*", ""),
              text,
              Base64Url.encode(Providers.sha256(bytes))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
