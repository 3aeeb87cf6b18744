package dev.hefu.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The rules in an OPA server, which loads them as a signed bundle, verifies the signature and keeps
 * the last good bundle when the next is not. What the server does not answer whole, in time and
 * with the bundle's revision is no decision.
 */
public final class RemoteEngine implements PolicyEngine {
  /** Data path of the decision; with provenance, so that the bundle's revision comes along. */
  static final String PATH = "/v1/data/hefu/exchange/decision?provenance=true";

  /** Ten times what a decision over the largest dataset takes. */
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NO_REVISION = "";

  private final OpaCall call;
  private final URI endpoint;
  private final Duration limit;
  private final RevisionInUse inUse = new RevisionInUse();
  private final Thread probe;
  private volatile boolean answering;
  private volatile boolean closed;

  /** An engine whose decisions take at most {@link EmbeddedEngine#LIMIT}. */
  public RemoteEngine(URI server, OpaCall call) {
    this(server, call, EmbeddedEngine.LIMIT);
  }

  /**
   * An engine that asks this server.
   *
   * @param limit the longest a decision may take, from the call to its return
   */
  public RemoteEngine(URI server, OpaCall call, Duration limit) {
    this.call = call;
    this.endpoint = URI.create(server.toString().replaceFirst("/$", "") + PATH);
    this.limit = limit;
    this.probe = Thread.ofVirtual().name("policy-probe").start(this::probe);
  }

  @Override
  public Ruling decide(InputText input) {
    return decide(input.json());
  }

  private Ruling decide(String input) {
    return switch (call.post(endpoint, "{\"input\":" + input + "}", limit, MAX_ANSWER_BYTES)) {
      case OpaCall.Reply.Failed(String why) -> unavailable("no answer of the server: " + why);
      case OpaCall.Reply.Answered(int status, byte[] body) -> noted(read(status, body));
    };
  }

  /** {@code {"result": decision, "provenance": {"bundles": {name: {"revision": …}}}}}. */
  static Ruling read(int status, byte[] body) {
    if (status != 200) {
      return unavailable("the server answered " + status);
    }
    try {
      JsonNode answer = MAPPER.readTree(body);
      JsonNode bundles = answer.path("provenance").path("bundles");
      String revision = NO_REVISION;
      for (JsonNode bundle : bundles) {
        revision = bundle.path("revision").asText(NO_REVISION);
      }
      return bundles.size() != 1 || revision.isEmpty()
          ? unavailable("the server names no revision of one bundle")
          : new Ruling(OutputJson.decision(answer.path("result")), revision);
    } catch (IOException malformed) {
      return unavailable("the server's answer is not JSON");
    }
  }

  private Ruling noted(Ruling ruling) {
    if (!ruling.revision().isEmpty()) {
      inUse.seen(ruling.revision(), System.nanoTime());
    }
    return ruling;
  }

  /** As far as this node has seen: it asks at least once a second. */
  @Override
  public boolean holds(Ruling ruling) {
    return inUse.holds(ruling.revision(), System.nanoTime());
  }

  private static Ruling unavailable(String why) {
    return new Ruling(new Decision.Unavailable(why), NO_REVISION);
  }

  private void probe() {
    while (!closed) {
      answering = !(decide(Warmth.PERMITTED).decision() instanceof Decision.Unavailable);
      LockSupport.parkNanos(PROBE_EVERY.toNanos());
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
