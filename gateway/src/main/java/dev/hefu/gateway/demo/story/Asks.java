package dev.hefu.gateway.demo.story;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.OpenedAnswer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.gateway.demo.partner.DatasetNames;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks for records as a consumer would, and keeps count of what came of it. */
final class Asks {
  /** More consents than any of the demo's consumers has. */
  private static final PageRequest ALL_CONSENTS = PageRequest.first(500);

  /** A provider that is out of reach so often in a row is down. */
  private static final int REPEATS = 3;

  private static final int FIRST_ERROR = 400;

  /** Longer than any run takes. */
  private static final Duration A_RUN = Duration.ofHours(1);

  private Asks() {}

  /** The consents that name a consumer, newest last, with its own references and ids. */
  static List<ConsentView> consents(Partner consumer) {
    return consumer
        .calls()
        .page("/v1/consents", ALL_CONSENTS, new TypeReference<Page<ConsentView>>() {})
        .orThrow()
        .items();
  }

  /** The consents that name a consumer and permit what they say, as often as it likes. */
  static List<ConsentView> usable(Partner consumer) {
    Instant now = Instant.now();
    return consents(consumer).stream()
        .filter(consent -> consent.state() == ConsentView.State.GRANTED)
        .filter(consent -> consent.mode() == ConsentGrant.Mode.PERIODIC)
        .filter(consent -> consent.frequency() == null)
        .filter(consent -> !consent.validFrom().isAfter(now))
        .filter(consent -> consent.validUntil().isAfter(now.plus(A_RUN)))
        .filter(consent -> consent.flags().recipient())
        .filter(consent -> !consent.categories().equals(List.of(Category.VISIT)))
        .toList();
  }

  /** The request that a consent is meant for. */
  static ExchangeRequest request(ConsentView consent) {
    String provider = consent.providers().getFirst();
    return new ExchangeRequest(
        provider,
        provider.equals(Cast.PAYMENT)
            ? DatasetNames.PAYMENT_PROFILE
            : DatasetNames.PURCHASE_HISTORY,
        1,
        consent.purpose(),
        Tier.PSEUDONYMOUS,
        Objects.requireNonNull(consent.subject()),
        consent.reference());
  }

  /** A request as somebody would type it. */
  static String text(Record request) {
    return MessageCodec.tree(request).toString();
  }

  /** Sends a request, again when the provider was out of reach, and counts every outcome. */
  static Answer<ExchangeAnswer> ask(Stage stage, Partner consumer, ExchangeRequest request) {
    Answer<ExchangeAnswer> answer = once(stage, consumer, request);
    for (int repeat = 1; repeat <= REPEATS && isProviderTrouble(answer); repeat++) {
      answer = once(stage, consumer, request);
    }
    return answer;
  }

  private static Answer<ExchangeAnswer> read(HttpAnswer sent) {
    JsonNode json =
        StrictJson.parse(sent.body())
            .orElseThrow(() -> new StepFailed("the answer is not JSON: " + sent.text()));
    return sent.status() < FIRST_ERROR
        ? new Answer.Success<>(sent.status(), MessageCodec.answer(json, ExchangeAnswer.class))
        : new Answer.Refused<>(MessageCodec.answer(json, Problem.class));
  }

  private static boolean isProviderTrouble(Answer<ExchangeAnswer> answer) {
    return answer instanceof Answer.Refused<ExchangeAnswer>(Problem problem)
        && (problem.code() == ErrorCode.PROVIDER_UNAVAILABLE
            || problem.code() == ErrorCode.PROVIDER_TIMEOUT);
  }

  private static Answer<ExchangeAnswer> once(
      Stage stage, Partner consumer, ExchangeRequest request) {
    return once(stage, consumer, request, PartnerClient.newIdempotencyKey());
  }

  /** Sends a request under a key and counts what came of it, and how often it was repeated. */
  static Answer<ExchangeAnswer> once(
      Stage stage, Partner consumer, ExchangeRequest request, String key) {
    return counted(stage, consumer, "/v1/exchanges", request, key);
  }

  /** Asks how many persons are in which group, and counts what came of it. */
  static Answer<ExchangeAnswer> figures(Stage stage, Partner consumer, FigureRequest request) {
    return counted(stage, consumer, "/v1/figures", request, PartnerClient.newIdempotencyKey());
  }

  private static Answer<ExchangeAnswer> counted(
      Stage stage, Partner consumer, String path, Record request, String key) {
    HttpAnswer sent =
        consumer
            .calls()
            .send(
                "POST",
                path,
                new HefuClient.Body("application/json", MessageCodec.bytes(request)),
                Map.of("Idempotency-Key", key));
    stage.book().repeated(sent.attempts() - 1);
    Answer<ExchangeAnswer> answer = read(sent);
    switch (answer) {
      case Answer.Success<ExchangeAnswer> permitted -> stage.book().permitted();
      case Answer.Refused<ExchangeAnswer>(Problem problem) -> {
        if (problem.exchange() != null) {
          stage.book().denied(problem.code());
        }
      }
    }
    return answer;
  }

  /** Sends a request that must be permitted, and opens and verifies the answer. */
  static OpenedAnswer.Verified permitted(Stage stage, Partner consumer, ExchangeRequest request) {
    ExchangeAnswer answer =
        switch (ask(stage, consumer, request)) {
          case Answer.Success<ExchangeAnswer>(int status, ExchangeAnswer released) -> released;
          case Answer.Refused<ExchangeAnswer>(Problem problem) ->
              throw new StepFailed(
                  "%s asked %s and was refused: %s, %s"
                      .formatted(
                          consumer.id(), request.provider(), problem.code(), problem.detail()));
        };
    return switch (consumer.opener().open(request, answer)) {
      case OpenedAnswer.Verified verified -> verified;
      case OpenedAnswer.Rejected(String reason) ->
          throw new StepFailed(
              "%s could not accept the answer of %s: %s"
                  .formatted(consumer.id(), request.provider(), reason));
    };
  }

  /** Sends a request that must be refused for this reason, with evidence. */
  static Problem refused(
      Stage stage, Partner consumer, ExchangeRequest request, ErrorCode expected) {
    return switch (ask(stage, consumer, request)) {
      case Answer.Success<ExchangeAnswer> released ->
          throw new StepFailed(
              "%s got an answer of %s, expected %s"
                  .formatted(consumer.id(), request.provider(), expected.code()));
      case Answer.Refused<ExchangeAnswer>(Problem problem) -> {
        StepFailed.unless(
            problem.code() == expected,
            "%s was refused with %s (%s), expected %s",
            consumer.id(),
            problem.code().code(),
            problem.detail(),
            expected.code());
        StepFailed.unless(
            problem.evidence() != null, "the refusal %s has no evidence", expected.code());
        yield problem;
      }
    };
  }
}
