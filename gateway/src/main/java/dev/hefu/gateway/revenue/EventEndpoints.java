package dev.hefu.gateway.revenue;

import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.gateway.participant.Participant;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.revenue.EventResult;
import dev.hefu.settlement.Settlement;
import dev.hefu.settlement.event.Arrival;
import dev.hefu.settlement.event.Sender;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** Commerce events, one by one or in batches: each is kept as received and answered for itself. */
final class EventEndpoints {
  private final DSLContext database;
  private final ParticipantActs acts;
  private final Settlement settlement;
  private final Participants participants;
  private final Clock clock;

  EventEndpoints(
      DSLContext database,
      ParticipantActs acts,
      Settlement settlement,
      Participants participants,
      Clock clock) {
    this.database = database;
    this.acts = acts;
    this.settlement = settlement;
    this.participants = participants;
    this.clock = clock;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of("sendEvents", this::send);
  }

  private Answer send(Call call) {
    List<byte[]> events =
        EventBatch.split(call.body(), call.header("content-type").orElse(""))
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.MALFORMED_JSON,
                        "the batch is neither a JSON array nor one JSON object per line"));
    if (events.size() > Settlement.MAX_BATCH_EVENTS) {
      throw new Refusal(
          ErrorCode.TOO_LARGE,
          "the batch has %d events, the limit is %d"
              .formatted(events.size(), Settlement.MAX_BATCH_EVENTS));
    }
    Participant caller = ParticipantActs.known(participants, call.participant());
    Sender sender = new Sender(caller.id(), caller.kind());
    Arrival arrival = "import".equals(call.query().get("arrival")) ? Arrival.IMPORT : Arrival.LIVE;
    if (arrival == Arrival.IMPORT && !caller.eventImporter()) {
      throw new Refusal(
          ErrorCode.ROLE_MISSING,
          "events that bring their own time of receipt need the role event-importer, which the"
              + " operator grants at registration");
    }
    acts.check(caller.id());
    return Answer.ok(
        database
            .transactionResult(
                tx -> settlement.accept(tx.dsl(), sender, events, arrival, clock.instant()))
            .stream()
            .map(
                result ->
                    new EventResult(
                        result.index(),
                        EventResult.Outcome.valueOf(result.outcome().name()),
                        result.reason().isEmpty() ? null : result.reason(),
                        result.detail().isEmpty() ? null : shortened(result.detail())))
            .toList());
  }

  /** A detail may repeat what was sent; the answer bounds it. */
  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
  }

  /** Says every rule of an event with room to spare. */
  private static final int MAX_DETAIL = 1_000;
}
