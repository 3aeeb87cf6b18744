package dev.hefu.gateway.http;

import dev.hefu.gateway.evidence.EvidenceUnavailable;
import dev.hefu.gateway.evidence.FreshChanges;
import dev.hefu.gateway.identity.Authentication;
import dev.hefu.gateway.identity.Authenticator;
import dev.hefu.gateway.identity.Caller;
import dev.hefu.gateway.identity.HeldProof;
import dev.hefu.gateway.identity.Role;
import dev.hefu.gateway.participant.ProvisioningFailed;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.contract.Operation;
import dev.hefu.schemas.message.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One call from its complete request to its complete answer: limits, identity, role, endpoint. The
 * one place where an exception becomes an answer; docs/ERRORS.md is its map.
 */
final class Dispatch {
  private static final String TRACE = "trace";

  /** Refusals that rest on what the gateway knows; the others rest on the request alone. */
  private static final Set<Integer> FACT_REFUSALS = Set.of(403, 404, 409, 422);

  private static final int FIRST_REFUSAL = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final Contract contract;
  private final Authenticator authenticator;
  private final Lanes lanes;
  private final FreshChanges fresh;
  private final Quotas quotas;
  private final MeterRegistry metrics;

  Dispatch(
      Contract contract,
      Authenticator authenticator,
      Lanes lanes,
      FreshChanges fresh,
      Quotas quotas,
      MeterRegistry metrics) {
    this.contract = contract;
    this.authenticator = authenticator;
    this.lanes = lanes;
    this.fresh = fresh;
    this.quotas = quotas;
    this.metrics = metrics;
  }

  /** Answers one call; timed by operation and status, logged under the caller's trace id. */
  Answer run(Operation operation, Endpoint endpoint, RoutingContext routing, byte[] body) {
    long start = System.nanoTime();
    MDC.put(TRACE, TraceId.of(routing.request().getHeader("traceparent")));
    try {
      return timed(operation, start, guarded(operation, endpoint, routing, body));
    } finally {
      MDC.remove(TRACE);
    }
  }

  private Answer timed(Operation operation, long start, Answer answer) {
    Timer.builder("hefu.http.requests")
        .tag("operation", operation.id())
        .tag("status", Integer.toString(answer.status()))
        .register(metrics)
        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    return answer;
  }

  /** What is answered, before the end of a body that is longer than the operation takes. */
  Answer tooLong(Operation operation) {
    Operation.Body expected = operation.body();
    return timed(
        operation,
        System.nanoTime(),
        expected == null
            ? problem(ErrorCode.INVALID_REQUEST, operation.id() + " takes no body")
            : problem(
                ErrorCode.TOO_LARGE, "the body is larger than " + expected.maxBytes() + " bytes"));
  }

  private Answer guarded(
      Operation operation, Endpoint endpoint, RoutingContext routing, byte[] body) {
    Optional<Lane> lane = lanes.of(operation);
    if (lane.isPresent() && !lane.get().enter()) {
      return overloaded(operation, lane.get());
    }
    Answer answer;
    try {
      answer = answered(operation, () -> serve(operation, endpoint, routing, body));
    } finally {
      lane.ifPresent(Lane::leave);
    }
    return showsFacts(operation, answer) ? answered(operation, () -> shown(answer)) : answer;
  }

  /** What is answered before the body of a call is even read; empty if there may be a place. */
  Optional<Answer> shed(Operation operation) {
    return lanes.of(operation).filter(Lane::isFull).map(lane -> overloaded(operation, lane));
  }

  private Answer overloaded(Operation operation, Lane lane) {
    metrics.counter("hefu.calls.shed", "operation", operation.id()).increment();
    return problem(ErrorCode.OVERLOADED, lane.refusal());
  }

  /** Whether the answer may tell of a permission that somebody else has ended just now. */
  private static boolean showsFacts(Operation operation, Answer answer) {
    return !operation.open()
        && ((operation.method().equals("GET") && answer.status() < FIRST_REFUSAL)
            || FACT_REFUSALS.contains(answer.status()));
  }

  private Answer shown(Answer answer) {
    fresh.awaitShown();
    return answer;
  }

  /** What is answered instead of an answer that could not begin to leave in time. */
  Answer withheld(Operation operation, Answer.Release release) {
    metrics.counter("hefu.answers.withheld", "operation", operation.id()).increment();
    return answered(operation, release.instead());
  }

  private static Answer answered(Operation operation, Supplier<Answer> answer) {
    try {
      return answer.get();
    } catch (Refusal refusal) {
      return Answer.problem(refusal.problem());
    } catch (EvidenceUnavailable unavailable) {
      LOG.warn("{}: {}", operation.id(), unavailable.getMessage());
      return problem(
          ErrorCode.EVIDENCE_UNAVAILABLE, "the log cannot be written now; nothing was released");
    } catch (DataAccessException unreachable) {
      LOG.error("{}: the database failed: {}", operation.id(), unreachable.getMessage());
      return problem(
          ErrorCode.EVIDENCE_UNAVAILABLE, "the database cannot be used now; nothing was released");
    } catch (ProvisioningFailed failed) {
      LOG.error("{}: {}", operation.id(), failed.getMessage());
      return problem(
          ErrorCode.OVERLOADED,
          "the identity provider cannot be used at present; repeating the call is safe");
    } catch (RuntimeException | Error bug) {
      // Whatever happened, an answer is owed: without one the client waits until it gives up.
      LOG.error("{} failed", operation.id(), bug);
      return problem(ErrorCode.INTERNAL, "the gateway failed; the operator sees why in its log");
    }
  }

  private Answer serve(
      Operation operation, Endpoint endpoint, RoutingContext routing, byte[] body) {
    HttpServerRequest request = routing.request();
    checkBody(operation, request, body);
    Map<String, String> query = Parameters.of(request.query());
    if (operation.open()) {
      checkQuery(operation, query);
      return endpoint.serve(call(operation, null, routing, query, body));
    }
    Authentication.Authenticated sender = authenticate(request);
    HeldProof proof = sender.proof();
    if (!endpoint.takesProof()) {
      proof.take().ifPresent(Dispatch::refuse);
    }
    try {
      checkRole(operation, sender.caller());
      Map<String, String> limits = counted(sender.caller());
      checkQuery(operation, query);
      return endpoint.serve(call(operation, sender, routing, query, body)).with(limits);
    } finally {
      proof.useUp();
    }
  }

  private Call call(
      Operation operation,
      Authentication.@Nullable Authenticated sender,
      RoutingContext routing,
      Map<String, String> query,
      byte[] body) {
    return new Call(
        contract,
        operation,
        sender,
        String.valueOf(routing.request().path()),
        Map.copyOf(routing.pathParams()),
        query,
        routing.request().headers(),
        body);
  }

  private void checkQuery(Operation operation, Map<String, String> query) {
    query.forEach(
        (name, value) ->
            contract
                .parameterFault(operation.id(), name, value)
                .ifPresent(
                    fault -> {
                      throw new Refusal(
                          ErrorCode.INVALID_REQUEST,
                          "%s is '%s': %s".formatted(name, value, fault));
                    }));
  }

  private static void checkBody(Operation operation, HttpServerRequest request, byte[] body) {
    Operation.Body expected = operation.body();
    if (expected == null || (body.length == 0 && !expected.required())) {
      return;
    }
    String encoding = request.getHeader("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Refusal(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "the body is encoded as '" + encoding + "'; send it as it is");
    }
    String contentType = request.getHeader("content-type");
    String mediaType = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    if (!expected.mediaTypes().contains(mediaType.toLowerCase(Locale.ROOT))) {
      throw new Refusal(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "the body is '%s', not %s"
              .formatted(mediaType, String.join(" or ", expected.mediaTypes())));
    }
  }

  private Authentication.Authenticated authenticate(HttpServerRequest request) {
    return switch (authenticator.authenticate(
        request.method().name(),
        request.uri(),
        request.headers().getAll("authorization"),
        request.headers().getAll("dpop"))) {
      case Authentication.Refused refused -> throw refusal(refused);
      case Authentication.Authenticated sender -> sender;
    };
  }

  private static void refuse(Authentication.Refused refused) {
    throw refusal(refused);
  }

  private static Refusal refusal(Authentication.Refused refused) {
    return new Refusal(refused.code(), refused.detail());
  }

  private static void checkRole(Operation operation, Caller caller) {
    if (!operation.roles().isEmpty()
        && roles(caller).stream().map(Role::code).noneMatch(operation.roles()::contains)) {
      throw new Refusal(
          ErrorCode.ROLE_MISSING, "needs the role " + String.join(" or ", operation.roles()));
    }
  }

  /**
   * Counts the call; the answer tells how many may follow (draft-ietf-httpapi-ratelimit-headers).
   */
  private Map<String, String> counted(Caller caller) {
    long remaining =
        quotas
            .take(caller)
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.QUOTA_EXCEEDED,
                        "more than " + quotas.perSecond() + " calls a second to this node"));
    return Map.of(
        "ratelimit-policy",
        "\"calls\";q=" + quotas.perSecond() + ";w=1",
        "ratelimit",
        "\"calls\";r=" + remaining + ";t=1");
  }

  private static Set<Role> roles(Caller caller) {
    return switch (caller) {
      case Caller.Participant participant -> Set.of(Role.PARTICIPANT);
      case Caller.Person person -> Set.of(Role.SUBJECT);
      case Caller.Operator operator -> operator.roles();
    };
  }

  private static Answer problem(ErrorCode code, String detail) {
    return Answer.problem(Problem.of(code, detail));
  }
}
