package dev.hefu.policy.consent;

import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;
import org.jooq.DSLContext;

/**
 * The states that consents come into: the one that each is in, and all that it was in. Any number
 * is written by two statements, for the log's lock is held meanwhile.
 */
final class ConsentStates {
  private static final String BECOME =
      """
      UPDATE policy.consents AS kept
      SET state = become.state, version = become.version, changed_at = become.changed_at
      FROM (SELECT unnest(?::uuid[]) AS id, unnest(?::text[]) AS state, unnest(?::int[]) AS version,
        unnest(?::timestamptz[]) AS changed_at) AS become
      WHERE kept.id = become.id\
      """;

  private static final String REMEMBER =
      """
      INSERT INTO policy.consent_states (consent, version, state, changed_at, notice_language,
        notice_digest)
      SELECT unnest(?::uuid[]), unnest(?::int[]), unnest(?::text[]), unnest(?::timestamptz[]),
        unnest(?::text[]), unnest(?::text[])\
      """;

  private ConsentStates() {}

  /** Has kept consents be in the states that they are given with, and remembers those. */
  static void become(DSLContext tx, List<Consent> consents) {
    if (!consents.isEmpty()) {
      RoundTrip.write(
          tx,
          BECOME,
          parameters ->
              parameters
                  .uuids(consents, Consent::id)
                  .texts(consents, consent -> consent.state().name())
                  .ints(consents, Consent::version)
                  .times(consents, Consent::changedAt));
      remember(tx, consents);
    }
  }

  /** Remembers the states of consents, which are kept already. */
  static void remember(DSLContext tx, List<Consent> consents) {
    RoundTrip.write(
        tx,
        REMEMBER,
        parameters ->
            parameters
                .uuids(consents, Consent::id)
                .ints(consents, Consent::version)
                .texts(consents, consent -> consent.state().name())
                .times(consents, Consent::changedAt)
                .texts(consents, consent -> consent.notice().language())
                .texts(consents, consent -> consent.notice().digest()));
  }
}
