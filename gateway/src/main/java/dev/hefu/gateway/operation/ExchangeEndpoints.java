package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.exchange.Exchange;
import dev.hefu.gateway.exchange.ExchangeOutcome;
import dev.hefu.gateway.figure.FigureExchange;
import dev.hefu.gateway.http.Answer;
import dev.hefu.gateway.http.Call;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.Refusal;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Receipt;
import dev.hefu.schemas.message.Problem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Exchanges about one person and about groups, and the receipts that a consumer keeps of them. */
final class ExchangeEndpoints {
  /** As openapi.json says; long enough that two requests do not meet by chance. */
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  private final Exchange exchange;
  private final FigureExchange figures;
  private final EvidenceLog log;

  ExchangeEndpoints(Exchange exchange, FigureExchange figures, EvidenceLog log) {
    this.exchange = exchange;
    this.figures = figures;
    this.log = log;
  }

  /** The endpoints by operation. */
  Map<String, Endpoint> all() {
    return Map.of(
        "exchange", Endpoint.takingProof(this::run),
        "figure", this::figure,
        "readReceipt", this::receipt);
  }

  private Answer run(Call call) {
    String key = key(call);
    ExchangeRequest request = call.message(ExchangeRequest.class);
    return answer(exchange.run(call.participant(), call.proof()::forCommit, request, key));
  }

  private Answer figure(Call call) {
    String key = key(call);
    return answer(figures.run(call.participant(), call.message(FigureRequest.class), key));
  }

  private static String key(Call call) {
    List<String> keys = call.headers().getAll("idempotency-key");
    if (keys.size() != 1 || !IDEMPOTENCY_KEY.matcher(keys.getFirst()).matches()) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST,
          "the header Idempotency-Key is missing, there twice, or not 16 to 64 letters, digits, -"
              + " and _");
    }
    return keys.getFirst();
  }

  private static Answer answer(ExchangeOutcome outcome) {
    return switch (outcome) {
      case ExchangeOutcome.Released released ->
          Answer.ok(
                  new ExchangeAnswer(
                      released.exchange(), released.envelope(), released.evidence().toMessage()))
              .within(
                  released.fence(),
                  released.evidence().index(),
                  () -> Answer.problem(problem(released.withheld().get())));
      case ExchangeOutcome.Refused refused -> Answer.problem(problem(refused));
    };
  }

  private static Problem problem(ExchangeOutcome.Refused refused) {
    Problem problem = Problem.of(refused.code(), refused.detail());
    UUID id = refused.exchange();
    Evidence evidence = refused.evidence();
    return id == null || evidence == null ? problem : problem.with(id, evidence.toMessage());
  }

  private Answer receipt(Call call) {
    UUID id = call.id("exchange");
    return log.ofExchange(id, call.participant())
        .map(found -> Answer.ok(new Receipt(id, found.outcome(), found.evidence().toMessage())))
        .orElseThrow(() -> new Refusal(ErrorCode.NOT_FOUND, "you asked for no such exchange"));
  }
}
