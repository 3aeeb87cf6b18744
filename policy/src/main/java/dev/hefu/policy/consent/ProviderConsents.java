package dev.hefu.policy.consent;

import static dev.hefu.policy.jooq.Tables.CONSENTS;
import static dev.hefu.policy.jooq.Tables.PROVIDER_REFERENCES;

import dev.hefu.policy.pseudonym.Pseudonyms;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Consents as the providers that they name find them: each under that provider's own reference, and
 * only those that the person once granted, or the provider itself attested.
 */
public final class ProviderConsents {
  private ProviderConsents() {}

  /** A consent under one provider's own reference. */
  public record Named(String reference, Consent consent) {}

  private static final String NAME =
      """
      INSERT INTO policy.provider_references (reference, provider, consent)
      SELECT unnest(?::text[]), unnest(?::text[]), ?\
      """;

  static void name(DSLContext tx, Consent consent, Pseudonyms pseudonyms) {
    Set<String> providers = consent.terms().providers();
    RoundTrip.write(
        tx,
        NAME,
        parameters ->
            parameters
                .texts(providers, provider -> pseudonyms.reference(provider, consent.id()))
                .texts(providers, provider -> provider)
                .add(consent.id()));
  }

  /** The consent that this provider calls by this reference. */
  public static Optional<Named> find(DSLContext tx, String provider, String reference) {
    return fetch(tx, provider, PROVIDER_REFERENCES.REFERENCE.eq(reference), 1).stream().findFirst();
  }

  /**
   * The provider's consents, final ones too, newest first.
   *
   * @param after the provider's reference of the last one seen; null to begin with the newest
   */
  public static List<Named> list(
      DSLContext tx, String provider, @Nullable String after, int limit) {
    if (after == null) {
      return fetch(tx, provider, DSL.noCondition(), limit);
    }
    return find(tx, provider, after)
        .map(Named::consent)
        .map(
            last ->
                fetch(
                    tx,
                    provider,
                    DSL.row(CONSENTS.CREATED_AT, CONSENTS.ID)
                        .lt(ConsentRows.at(last.createdAt()), last.id()),
                    limit))
        .orElse(List.of());
  }

  private static List<Named> fetch(DSLContext tx, String provider, Condition which, int limit) {
    return tx.select(PROVIDER_REFERENCES.REFERENCE)
        .select(CONSENTS.fields())
        .from(PROVIDER_REFERENCES)
        .join(CONSENTS)
        .on(CONSENTS.ID.eq(PROVIDER_REFERENCES.CONSENT))
        .where(PROVIDER_REFERENCES.PROVIDER.eq(provider))
        .and(ConsentRows.wasGranted().or(CONSENTS.ATTESTED_BY.eq(provider)))
        .and(which)
        .orderBy(CONSENTS.CREATED_AT.desc(), CONSENTS.ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new Named(
                    row.get(PROVIDER_REFERENCES.REFERENCE), ConsentRows.read(row.into(CONSENTS))));
  }
}
