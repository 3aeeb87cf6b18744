package dev.hefu.policy.rules;

import dev.hefu.policy.decision.BreakGlassRuling;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.EmbeddedEngine;
import dev.hefu.policy.decision.PolicyEngine;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.decision.Ruling;
import dev.hefu.policy.input.InputText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force, in this process, whichever they are by now: it looks once a second, and takes
 * others up without a restart. Whether a decision by rules that were replaced may still be
 * committed is judged by the commit, for all nodes alike; rules that this node cannot run leave it
 * with the last good ones, whose decisions the commit soon refuses, and unready.
 */
public final class LiveEngine implements PolicyEngine {
  /** With the second or two that taking rules up takes, well within the commit's grace. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(LiveEngine.class);

  private final DSLContext database;
  private final int instances;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("policy-revision").factory());
  private volatile EmbeddedEngine engine;
  private volatile boolean current = true;

  private LiveEngine(DSLContext database, int instances, EmbeddedEngine engine) {
    this.database = database;
    this.instances = instances;
    this.engine = engine;
  }

  /**
   * Starts with the rules that are in force.
   *
   * @throws IllegalStateException if none are
   */
  public static LiveEngine start(DSLContext database, int instances) {
    RulesFile file =
        RulesInForce.file(database)
            .orElseThrow(() -> new IllegalStateException("no rules are in force"));
    LiveEngine live = new LiveEngine(database, instances, engine(file, instances));
    var _ =
        live.looking.scheduleWithFixedDelay(
            live::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return live;
  }

  private static EmbeddedEngine engine(RulesFile file, int instances) {
    return new EmbeddedEngine(file, instances, EmbeddedEngine.LIMIT);
  }

  private void look() {
    try {
      Optional<String> revision = RulesInForce.revision(database);
      if (revision.isPresent() && !revision.get().equals(engine.revision())) {
        takeUp(revision.get());
      }
      current = true;
    } catch (DataAccessException later) {
      LOG.warn("the revision in force cannot be read: {}", later.getMessage());
    } catch (RuntimeException unfit) {
      current = false;
      LOG.error("rules in force cannot be run here; the last good ones stay", unfit);
    }
  }

  private void takeUp(String revision) {
    RulesFile file = RulesInForce.file(database).orElseThrow();
    EmbeddedEngine before = engine;
    engine = engine(file, instances);
    before.close();
    LOG.info("rules {} decide here, {} no longer do", revision, before.revision());
  }

  /** Rules that were replaced since they were asked may not have answered: those after them do. */
  @Override
  public Ruling decide(InputText input) {
    EmbeddedEngine asked = engine;
    Ruling ruling = asked.decide(input);
    if (ruling.decision() instanceof Decision.Unavailable && asked != engine) {
      ruling = engine.decide(input);
    }
    return ruling;
  }

  @Override
  public BreakGlassRuling breakGlass(InputText input) {
    return engine.breakGlass(input);
  }

  @Override
  public boolean ready() {
    return current && engine.ready();
  }

  /** The revision that decides here. */
  public String revision() {
    return engine.revision();
  }

  @Override
  public void close() {
    looking.shutdownNow();
    engine.close();
  }
}
