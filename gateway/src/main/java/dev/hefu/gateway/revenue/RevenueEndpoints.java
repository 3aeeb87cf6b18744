package dev.hefu.gateway.revenue;

import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.settlement.Settlement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;

/** The operations about money: agreements, events and those that wait, closes and statements. */
public final class RevenueEndpoints {
  private RevenueEndpoints() {}

  /** The endpoints by operation. */
  public static Map<String, Endpoint> of(
      DSLContext database,
      Committer committer,
      Participants participants,
      Settlement settlement,
      Clock clock) {
    ParticipantActs acts = new ParticipantActs(database, committer, participants);
    Map<String, Endpoint> all = new HashMap<>();
    all.putAll(
        new RevenueAgreementEndpoints(database, committer, acts, settlement, participants).all());
    all.putAll(new EventEndpoints(database, acts, settlement, participants, clock).all());
    all.putAll(new AdjustmentEndpoints(database, acts, settlement).all());
    all.putAll(new CloseEndpoints(database, committer, settlement).all());
    all.putAll(new StatementEndpoints(database, settlement).all());
    return Map.copyOf(all);
  }
}
