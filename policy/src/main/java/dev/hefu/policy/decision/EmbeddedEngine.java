package dev.hefu.policy.decision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
  private final Thread watchdog;
  private volatile boolean closed;

  /** An engine whose decisions take at most {@link #LIMIT}; see the other constructor. */
  public EmbeddedEngine(int count) {
    this(count, LIMIT);
  }

  /**
   * An engine with as many instances as decisions may run at once.
   *
   * @param limit the longest a decision may wait for an instance, and the longest it may run
   * @throws IllegalArgumentException if there are none or more than {@value #MAX_INSTANCES}
   */
  public EmbeddedEngine(int count, Duration limit) {
    if (count < 1 || count > MAX_INSTANCES) {
      throw new IllegalArgumentException(count + " instances are not in 1.." + MAX_INSTANCES);
    }
    this.module = new RulesModule(resource("policy.wasm"));
    this.revision = text("policy.sha256");
    this.limit = limit;
    this.count = count;
    this.idle = new ArrayBlockingQueue<>(count);
    Warmth.bring(module.instantiate());
    for (int i = 0; i < count; i++) {
      add();
    }
    this.watchdog = Thread.ofPlatform().daemon().name("policy-watchdog").start(this::watch);
  }

  @Override
  public Ruling decide(InputText input) {
    return new Ruling(decide(input.json()), revision);
  }

  Decision decide(String input) {
    RulesInstance instance = borrow();
    if (instance == null) {
      return new Decision.Unavailable("no instance became free within " + limit.toMillis() + " ms");
    }
    boolean usable = false;
    try {
      String output = instance.evaluate(input);
      usable = true;
      return OutputJson.read(output);
    } catch (RuntimeException e) {
      // The instance's memory may be half changed, whatever the cause: it is never used again.
      return new Decision.Unavailable("the rules failed: " + e.getMessage());
    } finally {
      if (usable) {
        idle.add(instance);
      } else {
        instances.remove(instance);
        Thread.ofVirtual().name("policy-instance").start(this::add);
      }
    }
  }

  /** The rules in this process never change while it runs. */
  @Override
  public boolean holds(Ruling ruling) {
    return ruling.revision().equals(revision);
  }

  /** SHA-256 of the rules' sources, in hex: which rules decide here. */
  public String revision() {
    return revision;
  }

  /** Whether every instance is there and warm; one that was abandoned is missing until replaced. */
  @Override
  public boolean ready() {
    return !closed && instances.size() == count;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watchdog);
  }

  private @Nullable RulesInstance borrow() {
    try {
      return idle.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
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

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(WATCH_EVERY.toNanos());
      instances.forEach(instance -> instance.interruptAfter(limit.toNanos()));
    }
  }

  private static String text(String name) {
    return new String(resource(name), StandardCharsets.US_ASCII).strip();
  }

  private static byte[] resource(String name) {
    try (InputStream in = EmbeddedEngine.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
