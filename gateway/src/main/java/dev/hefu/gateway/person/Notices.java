package dev.hefu.gateway.person;

import static dev.hefu.gateway.jooq.Tables.NOTICE;

import dev.hefu.gateway.jooq.tables.records.NoticeRecord;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.NoticeReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a person is shown before consenting, in Chinese and English: notices, and what
 * each purpose means. Only what two officers approved is here, beside the first versions that came
 * with the program; a version never changes, and old ones stay readable. A consent keeps the digest
 * of the very text that was shown.
 */
public final class Notices {
  private static final String DEFAULT_LANGUAGE = "en";

  /** More than a network has; beyond it the cache starts anew. */
  private static final int MAX_CACHED = 1_000;

  private final DSLContext database;
  private final Map<NoticeReference, Notice> read = new ConcurrentHashMap<>();

  public Notices(DSLContext database) {
    this.database = database;
  }

  private static final String OF_PURPOSE = "purpose-";

  /** The id of the text that says what a purpose means. */
  public static String idOf(Purpose purpose) {
    return OF_PURPOSE + purpose.code();
  }

  /** Whether a text of this id says what a purpose means, and is no notice of a consent. */
  static boolean isOfPurpose(String id) {
    return id.startsWith(OF_PURPOSE);
  }

  /**
   * What a purpose means to a person, in a few words: the title of its text that is in force.
   *
   * @throws IllegalStateException if the text was never installed
   */
  public String purpose(Purpose purpose, String language) {
    return newest(idOf(purpose), language)
        .map(Notice::title)
        .orElseThrow(() -> new IllegalStateException("no text says what " + purpose + " means"));
  }

  /** The notice that a grant names; empty if there is none. */
  public Optional<Notice> find(NoticeReference reference) {
    Notice known = read.get(reference);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Notice> notice =
        database
            .selectFrom(NOTICE)
            .where(NOTICE.ID.eq(reference.id()))
            .and(NOTICE.VERSION.eq(reference.version()))
            .and(NOTICE.LANGUAGE.eq(reference.language()))
            .fetchOptional(Notices::notice);
    if (read.size() >= MAX_CACHED) {
      read.clear();
    }
    notice.ifPresent(found -> read.put(reference, found));
    return notice;
  }

  /**
   * A notice in one language; empty if there is none.
   *
   * @param version null for the newest
   * @param language null for English
   */
  public Optional<Notice> find(String id, @Nullable String version, @Nullable String language) {
    String wanted = language == null ? DEFAULT_LANGUAGE : language;
    if (version == null) {
      return newest(id, wanted);
    }
    if (!version.matches("[1-9]\\d{0,3}") || !wanted.matches("zh|en") || !id.matches(ID)) {
      return Optional.empty();
    }
    return find(new NoticeReference(id, Integer.parseInt(version), wanted));
  }

  private static final String ID = "[a-z][a-z0-9-]{1,63}";

  /** The version that is in force: the newest; empty if there is none. */
  public Optional<Notice> newest(String id, String language) {
    int version = NoticeRows.newest(database, id);
    return version == 0 || !language.matches("zh|en")
        ? Optional.empty()
        : find(new NoticeReference(id, version, language));
  }

  private static Notice notice(NoticeRecord row) {
    return new Notice(
        row.getId(),
        row.getVersion(),
        row.getLanguage(),
        row.getTitle(),
        row.getText(),
        row.getDigest());
  }
}
