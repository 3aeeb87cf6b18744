package dev.hefu.gateway.exchange;

import static dev.hefu.gateway.jooq.Tables.IDEMPOTENCY;
import static org.jooq.impl.DSL.row;

import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.policy.admit.Claim;
import dev.hefu.policy.admit.Earlier;
import dev.hefu.policy.admit.Facts;
import dev.hefu.policy.admit.FactsReader;
import dev.hefu.policy.admit.IdempotencyKey;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.consent.ConsentUse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Row2;

/** The facts of a batch as they stand under the log's lock: one statement for each table. */
public final class AdmissionFacts implements FactsSource {
  private final Participants participants;
  private final ConsentLedger consents;

  public AdmissionFacts(Participants participants, ConsentLedger consents) {
    this.participants = participants;
    this.consents = consents;
  }

  @Override
  public Facts read(DSLContext tx, List<Claim> claims) {
    Set<String> ids = new HashSet<>();
    for (Claim claim : claims) {
      ids.add(claim.consumer());
      ids.add(claim.provider());
    }
    return FactsReader.read(tx, claims, participants.facts(tx, ids), earlier(tx, claims));
  }

  @Override
  public void recordUses(DSLContext tx, List<ConsentUse> uses) {
    if (!uses.isEmpty()) {
      consents.recordUses(tx, uses);
    }
  }

  private static Map<IdempotencyKey, Earlier> earlier(DSLContext tx, List<Claim> claims) {
    List<Row2<String, String>> keys =
        claims.stream()
            .filter(claim -> claim.idempotencyKey() != null)
            .map(claim -> row(claim.consumer(), Objects.requireNonNull(claim.idempotencyKey())))
            .toList();
    if (keys.isEmpty()) {
      return Map.of();
    }
    return tx.selectFrom(IDEMPOTENCY)
        .where(row(IDEMPOTENCY.CONSUMER, IDEMPOTENCY.KEY).in(keys))
        .fetchMap(
            kept -> new IdempotencyKey(kept.getConsumer(), kept.getKey()),
            kept -> new Earlier(kept.getExchange(), kept.getIndex(), kept.getRequestDigest()));
  }
}
