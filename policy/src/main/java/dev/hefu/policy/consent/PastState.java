package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENT_STATES;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/**
 * A state that a consent came into.
 *
 * @param language of the notice that was shown
 * @param noticeDigest of its text in that language
 */
public record PastState(
    ConsentState state, Instant changedAt, String language, String noticeDigest) {

  /** Every state that a consent has come into, oldest first. */
  public static List<PastState> of(DSLContext tx, Consent consent) {
    return tx.selectFrom(CONSENT_STATES)
        .where(CONSENT_STATES.CONSENT.eq(consent.id()))
        .orderBy(CONSENT_STATES.VERSION)
        .fetch(
            row ->
                new PastState(
                    ConsentState.valueOf(row.getState()),
                    row.getChangedAt().toInstant(),
                    row.getNoticeLanguage(),
                    row.getNoticeDigest()));
  }
}
