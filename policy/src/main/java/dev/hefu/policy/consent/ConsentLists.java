package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENTS;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Consents page by page, newest first. */
final class ConsentLists {
  private ConsentLists() {}

  /** One page; an unknown cursor is the end of every list. */
  static List<Consent> page(
      DSLContext tx, Condition whose, Field<String> reference, @Nullable String after, int limit) {
    Condition page = whose;
    if (after != null) {
      var last =
          tx.select(CONSENTS.CREATED_AT, CONSENTS.ID)
              .from(CONSENTS)
              .where(whose)
              .and(reference.eq(after))
              .fetchOne();
      if (last == null) {
        return List.of();
      }
      page = whose.and(DSL.row(CONSENTS.CREATED_AT, CONSENTS.ID).lt(last.value1(), last.value2()));
    }
    return tx
        .selectFrom(CONSENTS)
        .where(page)
        .orderBy(CONSENTS.CREATED_AT.desc(), CONSENTS.ID.desc())
        .limit(limit)
        .fetch()
        .stream()
        .map(ConsentRows::read)
        .toList();
  }
}
