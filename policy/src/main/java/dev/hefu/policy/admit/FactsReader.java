package dev.hefu.policy.admit;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.CONSENT_USES;
import static dev.hefu.policy.jooq.Tables.LINKS;
import static dev.hefu.policy.jooq.Tables.SHARING_AGREEMENTS;

import dev.hefu.policy.agreement.AgreementState;
import dev.hefu.policy.consent.ConsentMode;
import dev.hefu.policy.consent.ConsentRows;
import dev.hefu.policy.consent.ConsentState;
import dev.hefu.policy.consent.ConsentUse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a batch rests on, one statement for each table. It must be called after the lock of
 * the log's head row was taken, in a later statement than the one that took it: only then no fact
 * that it returns can change before the commit.
 */
public final class FactsReader {
  private static final Field<OffsetDateTime> CLOCK =
      DSL.field("clock_timestamp()", OffsetDateTime.class);

  private FactsReader() {}

  /**
   * The facts of the claims and the database's clock.
   *
   * @param participants every participant that a claim names, read under the same lock
   * @param idempotency the keys of the batch that stand for a permitted exchange, read under the
   *     same lock
   */
  public static Facts read(
      DSLContext tx,
      List<Claim> claims,
      Map<String, ParticipantFact> participants,
      Map<IdempotencyKey, Earlier> idempotency) {
    OffsetDateTime now = Objects.requireNonNull(tx.select(CLOCK).fetchOne(CLOCK));
    return new Facts(
        now.toInstant(),
        consents(tx, personal(claims).map(Personal::consent)),
        links(tx, personal(claims).flatMap(FactsReader::links)),
        agreements(tx, claims.stream().map(claim -> claim.seen().agreement())),
        participants,
        idempotency);
  }

  private static Stream<Personal> personal(List<Claim> claims) {
    return claims.stream().map(claim -> claim.seen().personal()).filter(Objects::nonNull);
  }

  private static Stream<FactVersion> links(Personal personal) {
    return Stream.of(personal.consumerLink(), personal.providerLink());
  }

  private static UUID[] ids(Stream<@Nullable FactVersion> seen) {
    return seen.filter(Objects::nonNull).map(FactVersion::id).distinct().toArray(UUID[]::new);
  }

  private static Map<UUID, ConsentFact> consents(
      DSLContext tx, Stream<@Nullable FactVersion> seen) {
    Map<UUID, ConsentFact> facts = new HashMap<>();
    tx.select(
            CONSENTS.ID,
            CONSENTS.VERSION,
            CONSENTS.SUBJECT,
            CONSENTS.CONSUMER,
            CONSENTS.PROVIDERS,
            CONSENTS.STATE,
            CONSENTS.MODE,
            CONSENTS.VALID_FROM,
            CONSENTS.VALID_UNTIL,
            CONSENTS.FREQUENCY_LIMIT,
            CONSENTS.FREQUENCY_WINDOW,
            CONSENT_USES.TOTAL,
            CONSENT_USES.WINDOW_START,
            CONSENT_USES.WINDOW_USED,
            CONSENT_USES.LAST_AT)
        .from(CONSENTS)
        .leftJoin(CONSENT_USES)
        .on(CONSENT_USES.CONSENT.eq(CONSENTS.ID))
        .where(CONSENTS.ID.eq(DSL.any(ids(seen))))
        .forEach(row -> facts.put(row.get(CONSENTS.ID), consent(row)));
    return facts;
  }

  private static ConsentFact consent(Record row) {
    return new ConsentFact(
        new FactVersion(row.get(CONSENTS.ID), row.get(CONSENTS.VERSION)),
        row.get(CONSENTS.SUBJECT),
        row.get(CONSENTS.CONSUMER),
        Set.of(row.get(CONSENTS.PROVIDERS)),
        ConsentState.valueOf(row.get(CONSENTS.STATE)),
        ConsentMode.valueOf(row.get(CONSENTS.MODE)),
        instant(row, CONSENTS.VALID_FROM),
        instant(row, CONSENTS.VALID_UNTIL),
        ConsentRows.frequency(
            row.get(CONSENTS.FREQUENCY_LIMIT), row.get(CONSENTS.FREQUENCY_WINDOW)),
        use(row));
  }

  private static @Nullable ConsentUse use(Record row) {
    Long total = row.get(CONSENT_USES.TOTAL);
    return total == null
        ? null
        : new ConsentUse(
            row.get(CONSENTS.ID),
            total,
            instant(row, CONSENT_USES.WINDOW_START),
            row.get(CONSENT_USES.WINDOW_USED),
            instant(row, CONSENT_USES.LAST_AT));
  }

  private static Map<UUID, LinkFact> links(DSLContext tx, Stream<@Nullable FactVersion> seen) {
    Map<UUID, LinkFact> facts = new HashMap<>();
    tx.select(LINKS.ID, LINKS.VERSION, LINKS.SUBJECT, LINKS.PARTICIPANT, LINKS.ACTIVE)
        .from(LINKS)
        .where(LINKS.ID.eq(DSL.any(ids(seen))))
        .forEach(
            row ->
                facts.put(
                    row.value1(),
                    new LinkFact(
                        new FactVersion(row.value1(), row.value2()),
                        row.value3(),
                        row.value4(),
                        row.value5())));
    return facts;
  }

  private static Map<UUID, AgreementFact> agreements(
      DSLContext tx, Stream<@Nullable FactVersion> seen) {
    Map<UUID, AgreementFact> facts = new HashMap<>();
    tx.select(
            SHARING_AGREEMENTS.ID,
            SHARING_AGREEMENTS.VERSION,
            SHARING_AGREEMENTS.PROVIDER,
            SHARING_AGREEMENTS.CONSUMER,
            SHARING_AGREEMENTS.STATE,
            SHARING_AGREEMENTS.VALID_FROM,
            SHARING_AGREEMENTS.VALID_UNTIL)
        .from(SHARING_AGREEMENTS)
        .where(SHARING_AGREEMENTS.ID.eq(DSL.any(ids(seen))))
        .forEach(row -> facts.put(row.value1(), agreement(row)));
    return facts;
  }

  private static AgreementFact agreement(Record row) {
    return new AgreementFact(
        new FactVersion(row.get(SHARING_AGREEMENTS.ID), row.get(SHARING_AGREEMENTS.VERSION)),
        row.get(SHARING_AGREEMENTS.PROVIDER),
        row.get(SHARING_AGREEMENTS.CONSUMER),
        row.get(SHARING_AGREEMENTS.STATE).equals(AgreementState.SIGNED.name()),
        instant(row, SHARING_AGREEMENTS.VALID_FROM),
        instant(row, SHARING_AGREEMENTS.VALID_UNTIL));
  }

  private static Instant instant(Record row, Field<OffsetDateTime> field) {
    return row.get(field).toInstant();
  }
}
