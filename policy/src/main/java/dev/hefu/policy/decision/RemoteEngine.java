package dev.hefu.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hefu.policy.input.InputText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in an OPA server, which loads them as a signed bundle, verifies the signature and keeps
 * the last good bundle when the next is not. What the server does not answer whole, in time and by
 * rules that may decide now is no decision: a good signature says who made a bundle, not that it is
 * the one that officers approved.
 */
public final class RemoteEngine implements PolicyEngine {
  /** Data path of a rule; with provenance, so that the bundle's revision comes along. */
  private static final String PATH = "/v1/data/%s?provenance=true";

  /** Ten times what a decision over the largest dataset takes. */
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NO_REVISION = "";
  private static final Logger LOG = LoggerFactory.getLogger(RemoteEngine.class);

  private final OpaCall call;
  private final String server;
  private final Duration limit;
  private final Predicate<String> mayDecide;
  private final Thread probe;
  private volatile boolean answering;
  private volatile boolean closed;

  /** An engine whose decisions take at most {@link EmbeddedEngine#LIMIT}. */
  public RemoteEngine(URI server, OpaCall call, Predicate<String> mayDecide) {
    this(server, call, mayDecide, EmbeddedEngine.LIMIT);
  }

  /**
   * An engine that asks this server.
   *
   * @param mayDecide whether rules of a revision do, as far as is known before the commit
   * @param limit the longest the server may take
   */
  public RemoteEngine(URI server, OpaCall call, Predicate<String> mayDecide, Duration limit) {
    this.call = call;
    this.mayDecide = mayDecide;
    this.server = server.toString().replaceFirst("/$", "");
    this.limit = limit;
    this.probe = Thread.ofVirtual().name("policy-probe").start(this::probe);
  }

  @Override
  public Ruling decide(InputText input) {
    return decide(input.json());
  }

  private Ruling decide(String input) {
    return ruling(ask(Question.EXCHANGE, input));
  }

  static Ruling ruling(Reply reply) {
    return switch (reply) {
      case Reply.Whole(JsonNode result, String revision) ->
          new Ruling(OutputJson.decision(result), revision);
      case Reply.None(String why) -> new Ruling(new Decision.Unavailable(why), NO_REVISION);
    };
  }

  @Override
  public BreakGlassRuling breakGlass(InputText input) {
    return switch (ask(Question.BREAK_GLASS, input.json())) {
      case Reply.Whole(JsonNode result, String revision) -> OutputJson.breakGlass(result, revision);
      case Reply.None none -> BreakGlassRuling.unavailable(NO_REVISION);
    };
  }

  /** What came of asking the server. */
  sealed interface Reply {
    /** A whole answer, by the rules of this revision. */
    record Whole(JsonNode result, String revision) implements Reply {}

    /** None, or none that is whole. */
    record None(String why) implements Reply {}
  }

  private Reply ask(Question question, String input) {
    URI endpoint = URI.create(server + PATH.formatted(question.path()));
    return switch (call.post(endpoint, "{\"input\":" + input + "}", limit, MAX_ANSWER_BYTES)) {
      case OpaCall.Reply.Failed(String why) -> new Reply.None("no answer of the server: " + why);
      case OpaCall.Reply.Answered(int status, byte[] body) -> judged(read(status, body));
    };
  }

  /** {@code {"result": decision, "provenance": {"bundles": {name: {"revision": …}}}}}. */
  static Reply read(int status, byte[] body) {
    if (status != 200) {
      return new Reply.None("the server answered " + status);
    }
    try {
      JsonNode answer = MAPPER.readTree(body);
      JsonNode bundles = answer.path("provenance").path("bundles");
      String revision = NO_REVISION;
      for (JsonNode bundle : bundles) {
        revision = bundle.path("revision").asText(NO_REVISION);
      }
      return bundles.size() != 1 || revision.isEmpty()
          ? new Reply.None("the server names no revision of one bundle")
          : new Reply.Whole(answer.path("result"), revision);
    } catch (IOException malformed) {
      return new Reply.None("the server's answer is not JSON");
    }
  }

  private Reply judged(Reply reply) {
    return reply instanceof Reply.Whole whole && !mayDecide.test(whole.revision())
        ? new Reply.None("the server's rules '" + whole.revision() + "' are not in force")
        : reply;
  }

  private void probe() {
    while (!closed) {
      answering = answers();
      LockSupport.parkNanos(PROBE_EVERY.toNanos());
    }
  }

  /** A probe that fails is not the last one. */
  private boolean answers() {
    try {
      if (decide(Warmth.PERMITTED).decision() instanceof Decision.Unavailable(String why)) {
        if (answering) {
          LOG.warn("no decisions from {}: {}", server, why);
        }
        return false;
      }
      return true;
    } catch (RuntimeException failed) {
      LOG.error("a probe of {} failed", server, failed);
      return false;
    }
  }

  /** Whether the server answered the last probe in time; one is sent every second. */
  @Override
  public boolean ready() {
    return answering && !closed;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(probe);
  }
}
