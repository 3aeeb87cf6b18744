package dev.hefu.policy.decision;

import dev.hefu.policy.input.InputText;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rules, compiled to WebAssembly and run in this process by a pool of instances. Safe for use
 * by many threads. When the constructor returns, the rules are warm.
 */
public final class EmbeddedEngine implements PolicyEngine {
  /** A thousand times what a decision takes: whoever needs longer is stuck or starved. */
  public static final Duration LIMIT = Duration.ofMillis(50);

  /** Each costs about 1 MB; decisions are short, so more than this only waits for processors. */
  public static final int MAX_INSTANCES = 64;

  private static final Duration WATCH_EVERY = Duration.ofMillis(10);

  private final RulesModule module;
  private final String revision;
  private final Duration limit;
  private final int count;
  private final BlockingQueue<RulesInstance> idle;
  private final Set<RulesInstance> instances = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asking = new AtomicInteger();
  private final Thread watchdog;
  private volatile boolean closed;

  /** Our own rules, with decisions that take at most {@link #LIMIT}. */
  public EmbeddedEngine(int count) {
    this(count, LIMIT);
  }

  /** Our own rules; see the other constructor. */
  public EmbeddedEngine(int count, Duration limit) {
    this(RulesFile.shipped(), count, limit);
  }

  /**
   * An engine with as many instances as decisions may run at once.
   *
   * @param file rules without a {@linkplain RulesCheck fault}
   * @param limit after which a decision is given up, with waiting for an instance
   * @throws IllegalArgumentException if there are none or more than {@value #MAX_INSTANCES}
   * @throws RuntimeException if the rules fail or do not end before they are warm
   */
  public EmbeddedEngine(RulesFile file, int count, Duration limit) {
    if (count < 1 || count > MAX_INSTANCES) {
      throw new IllegalArgumentException(count + " instances are not in 1.." + MAX_INSTANCES);
    }
    this.module = RulesModule.of(file.module());
    this.revision = file.revision();
    this.limit = limit;
    this.count = count;
    this.idle = new ArrayBlockingQueue<>(count);
    this.watchdog = Thread.ofPlatform().daemon().name("policy-watchdog").start(this::watch);
    try {
      warm();
    } catch (RuntimeException unfit) {
      close();
      throw unfit;
    }
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  private void warm() {
    RulesInstance first = module.instantiate();
    instances.add(first);
    try {
      Warmth.bring(first);
    } finally {
      instances.remove(first);
    }
  }

  @Override
  public Ruling decide(InputText input) {
    return new Ruling(decide(input.json()), revision);
  }

  Decision decide(String input) {
    return switch (evaluate(Question.EXCHANGE, input)) {
      case Evaluation.Output(String output) -> OutputJson.read(output);
      case Evaluation.None(String why) -> new Decision.Unavailable(why);
    };
  }

  @Override
  public BreakGlassRuling breakGlass(InputText input) {
    return switch (evaluate(Question.BREAK_GLASS, input.json())) {
      case Evaluation.Output(String output) -> OutputJson.breakGlass(output, revision);
      case Evaluation.None(String why) -> BreakGlassRuling.unavailable(revision);
    };
  }

  /** What came of asking an instance. */
  private sealed interface Evaluation {
    record Output(String json) implements Evaluation {}

    record None(String why) implements Evaluation {}
  }

  /** Also while the engine is closed somebody watches: who came before that is answered. */
  private Evaluation evaluate(Question question, String input) {
    long end = System.nanoTime() + limit.toNanos();
    asking.incrementAndGet();
    try {
      return closed ? new Evaluation.None("the engine is closed") : evaluate(question, input, end);
    } finally {
      asking.decrementAndGet();
    }
  }

  private Evaluation evaluate(Question question, String input, long end) {
    RulesInstance instance = borrow(end);
    if (instance == null) {
      return new Evaluation.None("no instance became free within " + limit.toMillis() + " ms");
    }
    boolean usable = false;
    try {
      String output = instance.evaluate(question, input, end);
      usable = true;
      return new Evaluation.Output(output);
    } catch (RuntimeException e) {
      // The instance's memory may be half changed, whatever the cause: it is never used again.
      return new Evaluation.None("the rules failed: " + e.getMessage());
    } finally {
      if (usable) {
        idle.add(instance);
      } else {
        instances.remove(instance);
        Thread.ofVirtual().name("policy-instance").start(this::add);
      }
    }
  }

  /** Which rules decide here; see {@link RulesFile}. */
  public String revision() {
    return revision;
  }

  /** Whether every instance is there and warm; one that was abandoned is missing until replaced. */
  @Override
  public boolean ready() {
    return !closed && instances.size() == count;
  }

  /** Ends at once for whoever asks from now on; what is being decided is decided, in its time. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watchdog);
  }

  private @Nullable RulesInstance borrow(long end) {
    try {
      return idle.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void add() {
    RulesInstance instance = module.instantiate();
    instances.add(instance);
    idle.add(instance);
  }

  /** Until it is closed and nobody asks any more. */
  private void watch() {
    while (!closed || asking.get() > 0) {
      LockSupport.parkNanos(WATCH_EVERY.toNanos());
      instances.forEach(RulesInstance::interruptIfLate);
    }
  }
}
