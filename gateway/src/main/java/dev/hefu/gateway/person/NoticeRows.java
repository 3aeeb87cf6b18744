package dev.hefu.gateway.person;

import static dev.hefu.gateway.jooq.Tables.NOTICE;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Notices as they are kept. */
final class NoticeRows {
  private NoticeRows() {}

  /** The newest version of this id; 0 if there is none. */
  static int newest(DSLContext tx, String id) {
    Integer newest =
        tx.select(DSL.max(NOTICE.VERSION))
            .from(NOTICE)
            .where(NOTICE.ID.eq(id))
            .fetchOne(0, int.class);
    return newest == null ? 0 : newest;
  }

  /** Puts one version in force, in one language. */
  static void insert(
      DSLContext tx,
      String id,
      int version,
      String language,
      NoticeText text,
      @Nullable UUID motion,
      Instant now) {
    tx.insertInto(NOTICE)
        .set(NOTICE.ID, id)
        .set(NOTICE.VERSION, version)
        .set(NOTICE.LANGUAGE, language)
        .set(NOTICE.TITLE, text.title())
        .set(NOTICE.TEXT, text.text())
        .set(NOTICE.DIGEST, text.digest())
        .set(NOTICE.MOTION, motion)
        .set(NOTICE.IN_FORCE_FROM, now.atOffset(ZoneOffset.UTC))
        .execute();
  }
}
