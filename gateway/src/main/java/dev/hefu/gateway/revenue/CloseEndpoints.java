package dev.hefu.gateway.revenue;

import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Change.Committed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.revenue.CloseRequest;
import dev.hefu.schemas.revenue.PeriodClose;
import dev.hefu.settlement.CloseOutcome;
import dev.hefu.settlement.ClosePreparation;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.ledger.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Closing a period: computed aside, then written in the log's order, with its statements. */
final class CloseEndpoints {
  /**
   * A close reads and writes more in one transaction than an exchange may, and computes in between;
   * these end with the transaction.
   */
  private static final List<String> CLOSE_LIMITS =
      List.of(
          "SET LOCAL idle_in_transaction_session_timeout = '60s'",
          "SET LOCAL transaction_timeout = '120s'");

  /** A little longer than the transaction. */
  private static final Duration CLOSE_SILENCE = Duration.ofSeconds(125);

  /** An event of a period that is over is rare; so many in a row during its close are a flood. */
  private static final int MAX_PREPARATIONS = 5;

  private final DSLContext database;
  private final Committer committer;
  private final Settlement settlement;

  CloseEndpoints(DSLContext database, Committer committer, Settlement settlement) {
    this.database = database;
    this.committer = committer;
    this.settlement = settlement;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of("closePeriod", this::close);
  }

  /** Computed outside of the log's order, then written in it if nothing was added in between. */
  private Answer close(Call call) {
    UUID agreement = call.id("id");
    String period = call.message(CloseRequest.class).period().toString();
    for (int i = 0; i < MAX_PREPARATIONS; i++) {
      Committed<CloseOutcome> closing =
          switch (prepare(agreement, period)) {
            case ClosePreparation.Ended(CloseOutcome outcome) ->
                new Committed<>(outcome, List.of());
            case ClosePreparation.Ready ready -> write(ready, call.operator());
          };
      if (!(closing.result() instanceof CloseOutcome.Outdated)) {
        return answer(closing, agreement, period);
      }
    }
    throw new Refusal(
        ErrorCode.CONFLICT,
        "events of the period arrived during all %d attempts to close it"
            .formatted(MAX_PREPARATIONS));
  }

  private ClosePreparation prepare(UUID agreement, String period) {
    return database.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          limitClose(tx);
          Instant now =
              tx.select(DSL.field("clock_timestamp()", OffsetDateTime.class))
                  .fetchSingle()
                  .value1()
                  .toInstant();
          return settlement.prepareClose(tx, agreement, period, now);
        });
  }

  private Committed<CloseOutcome> write(ClosePreparation.Ready ready, String by) {
    return committer.change(
        (tx, now) -> {
          limitClose(tx);
          CloseOutcome outcome = settlement.close(tx, ready, by);
          return outcome instanceof CloseOutcome.Closed closed
              ? new Changed<>(outcome, leaves(closed, by, now))
              : Changed.nothing(outcome);
        });
  }

  /** A close may take longer than a call usually may, and its connection be as long silent. */
  private static void limitClose(DSLContext tx) {
    CLOSE_LIMITS.forEach(tx::execute);
    tx.connection(
        connection -> connection.setNetworkTimeout(Runnable::run, (int) CLOSE_SILENCE.toMillis()));
  }

  private static Answer answer(Committed<CloseOutcome> committed, UUID agreement, String period) {
    return switch (committed.result()) {
      case CloseOutcome.Closed closed ->
          Answer.json(
              201,
              new PeriodClose(
                  agreement.toString(),
                  YearMonth.parse(period),
                  closed.statements().stream().map(StatementEndpoints::summary).toList(),
                  closed.journalHash(),
                  committed.evidence().isEmpty()
                      ? null
                      : committed.evidence().getFirst().toMessage()));
      case CloseOutcome.NotFound() ->
          throw new Refusal(ErrorCode.NOT_FOUND, "no agreement in force has this id");
      case CloseOutcome.Refused(String reason) -> throw new Refusal(ErrorCode.CONFLICT, reason);
      case CloseOutcome.Outdated() -> throw new IllegalStateException("prepared again before");
    };
  }

  /** The close itself, then each party's statement under that party's tag. */
  private static List<LeafDraft> leaves(CloseOutcome.Closed closed, String by, Instant now) {
    List<LeafDraft> leaves = new ArrayList<>();
    leaves.add(
        leaf(
            LeafDraft.Owners.NONE,
            by,
            Map.of("period", closed.period(), "journal", closed.journalHash()),
            closed,
            now));
    for (Statement statement : closed.statements()) {
      leaves.add(
          leaf(
              new LeafDraft.Owners(null, statement.party(), null),
              by,
              Map.of("statement", statement.id().toString(), "digest", statement.hash()),
              closed,
              now));
    }
    return leaves;
  }

  private static LeafDraft leaf(
      LeafDraft.Owners owners,
      String by,
      Map<String, String> data,
      CloseOutcome.Closed closed,
      Instant now) {
    return LeafDraft.change(
        LeafKind.CLOSE,
        now,
        owners,
        "closed",
        Map.of(
            Group.LEGAL, Group.fact("agreement", closed.agreement().toString()),
            Group.DECISION, Group.facts(Map.of("outcome", "closed", "by", by)),
            Group.DATA, Group.facts(data)));
  }
}
