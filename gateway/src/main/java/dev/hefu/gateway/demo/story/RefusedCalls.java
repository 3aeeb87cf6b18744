package dev.hefu.gateway.demo.story;

import dev.hefu.client.PartnerClient;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentView;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is refused before any decision: calls without a bound token and a fresh proof, and requests
 * that are not what the operation takes. Each answer names its code; none leaves a leaf.
 */
final class RefusedCalls implements Step {
  private static final String JSON = "application/json";
  private static final String EXCHANGES = "/v1/exchanges";
  private static final String DATASETS = "/v1/datasets";

  @Override
  public String title() {
    return "裸令牌、重放与坏请求一律拒绝 · Bare tokens, replays and bad requests are refused";
  }

  @Override
  public void run(Stage stage) throws Exception {
    Partner marketplace = stage.partner(Cast.MARKETPLACE);
    BareCalls calls = new BareCalls(stage.access(), marketplace);
    tokens(calls);
    requests(calls);
    exchanges(stage, marketplace);
  }

  private static void tokens(BareCalls calls) throws Exception {
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + calls.token());
    calls.refused(
        EnumSet.of(ErrorCode.TOKEN_NOT_BOUND, ErrorCode.TOKEN_MISSING), "GET", DATASETS, bearer);
    calls.refused(ErrorCode.TOKEN_MISSING, "GET", DATASETS, Map.of());
    calls.refused(
        ErrorCode.TOKEN_INVALID,
        "GET",
        DATASETS,
        Map.of("Authorization", "DPoP nonsense", "DPoP", calls.proof("GET", DATASETS)));
    calls.refused(
        ErrorCode.PROOF_MISSING, "GET", DATASETS, Map.of("Authorization", "DPoP " + calls.token()));
    calls.refused(ErrorCode.PROOF_INVALID, "GET", DATASETS, calls.signed("GET", "/v1/elsewhere"));
    Map<String, String> once = calls.signed("GET", DATASETS);
    calls.succeeds("GET", DATASETS, once);
    calls.refused(ErrorCode.PROOF_REPLAYED, "GET", DATASETS, once);
  }

  private static void requests(BareCalls calls) throws Exception {
    calls.refusedBody(ErrorCode.ROLE_MISSING, "/v1/participants", JSON, "{}");
    calls.refusedBody(ErrorCode.MALFORMED_JSON, EXCHANGES, JSON, "{\"provider\":");
    calls.refusedBody(ErrorCode.MALFORMED_JSON, EXCHANGES, JSON, "{\"version\":1,\"version\":2}");
    calls.refusedBody(ErrorCode.INVALID_REQUEST, EXCHANGES, JSON, "{\"unheardOf\":true}");
    calls.refusedBody(ErrorCode.UNSUPPORTED_MEDIA_TYPE, EXCHANGES, "text/csv", "a,b");
    calls.refusedBody(ErrorCode.TOO_LARGE, EXCHANGES, JSON, "\"" + "x".repeat(1 << 20) + "\"");
    String receipt = "/v1/receipts/" + UUID.randomUUID();
    calls.refused(ErrorCode.NOT_FOUND, "GET", receipt, calls.signed("GET", receipt));
    calls.refused(
        ErrorCode.METHOD_NOT_ALLOWED, "DELETE", EXCHANGES, calls.signed("DELETE", EXCHANGES));
  }

  private static void exchanges(Stage stage, Partner marketplace) {
    ConsentView consent = Asks.usable(marketplace).getFirst();
    ExchangeRequest good = Asks.request(consent);
    String key = PartnerClient.newIdempotencyKey();
    Asks.once(stage, marketplace, good, key).orThrow();
    ExchangeRequest other = of(good, good.provider(), good.dataset(), null);
    BareCalls.expect(
        marketplace.client().exchange(other, key), Set.of(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    for (ExchangeRequest unknown :
        List.of(
            of(good, "nobody", good.dataset(), good.consent()),
            of(good, good.provider(), "no-such-dataset", good.consent()))) {
      BareCalls.expect(
          marketplace.client().exchange(unknown, PartnerClient.newIdempotencyKey()),
          Set.of(
              unknown.provider().equals("nobody")
                  ? ErrorCode.PARTICIPANT_UNKNOWN
                  : ErrorCode.DATASET_UNKNOWN));
    }
  }

  private static ExchangeRequest of(
      ExchangeRequest request, String provider, String dataset, @Nullable String consent) {
    return new ExchangeRequest(
        provider,
        dataset,
        request.version(),
        request.purpose(),
        request.tier(),
        request.subject(),
        consent);
  }
}
