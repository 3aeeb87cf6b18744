package dev.hefu.bench.evidence;

import dev.hefu.gateway.evidence.EvidenceUnavailable;
import dev.hefu.gateway.evidence.ExchangeClaim.Ruled;
import dev.hefu.policy.admit.Verdict;
import dev.hefu.policy.consent.Consent;
import dev.hefu.policy.input.Candidate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One process of a {@link Race}. Its callers rest on what they saw of a consent until a commit
 * refuses it, as a node would that cached it without end. Times are of {@link System#nanoTime()},
 * which on one machine is one clock for all processes.
 */
final class RaceNode {
  /** Consents that everybody asks for, while each is revoked and granted anew once a second. */
  static final int HOT = 20;

  private static final int CALLERS = 64;
  private static final Duration REVOKED_EVERY = Duration.ofSeconds(1);

  /** Before a caller asks of another person, where this one has no consent just now. */
  private static final Duration BREATH = Duration.ofMillis(1);

  private static final Duration STOPPED_EVERY = Duration.ofMillis(300);

  /** The last answer that left on a consent, and how old its commit was by its stamp then. */
  private record Left(long atNanos, long commitNanos) {
    static Left later(Left one, Left other) {
      return one.atNanos - other.atNanos >= 0 ? one : other;
    }
  }

  /** How long a revocation took while nothing was warm. */
  static final long NOT_COUNTED = -1;

  private record Revoked(UUID consent, long acknowledgedNanos, long tookNanos) {}

  private final EvidenceNode node;
  private final RaceControl control;
  private final long warmNanos;
  private final long endNanos;
  private final AtomicReferenceArray<Candidate> seen = new AtomicReferenceArray<>(HOT);
  private final AtomicIntegerArray looking = new AtomicIntegerArray(HOT);
  private final Map<UUID, Left> left = new ConcurrentHashMap<>();
  private final Queue<Revoked> revoked = new ConcurrentLinkedQueue<>();

  /** Held for writing while this process stops itself, so that all answers wait then. */
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private final AtomicLong nextStop;
  private final AtomicLong verdicts = new AtomicLong();
  private final AtomicLong withheld = new AtomicLong();
  private final AtomicLong unavailable = new AtomicLong();

  private RaceNode(
      EvidenceNode node, RaceControl control, Duration warmUp, Duration time, boolean stops) {
    this.node = node;
    this.control = control;
    this.warmNanos = System.nanoTime() + warmUp.toNanos();
    this.endNanos = warmNanos + time.toNanos();
    this.nextStop = new AtomicLong(stops ? System.nanoTime() : endNanos);
  }

  /**
   * Words: URL of the database, folder of the keys, seconds that are not counted, seconds that are,
   * control, whether it revokes, whether it stops itself.
   */
  public static void main(String[] words) throws IOException {
    String url = words[0];
    RaceControl control = RaceControl.valueOf(words[4]);
    try (EvidenceNode node = new EvidenceNode(url, Path.of(words[1]), control::facts)) {
      RaceNode race =
          new RaceNode(
              node,
              control,
              Duration.ofSeconds(Integer.parseInt(words[2])),
              Duration.ofSeconds(Integer.parseInt(words[3])),
              Boolean.parseBoolean(words[6]));
      race.run(Boolean.parseBoolean(words[5]));
      race.tell(System.out);
    }
  }

  private void run(boolean revokes) {
    for (int person = 0; person < HOT; person++) {
      seen.set(person, node.find(person));
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.execute(this::call);
      }
      for (int person = 0; revokes && person < HOT; person++) {
        int hot = person;
        callers.execute(() -> revoke(hot));
      }
    }
  }

  private boolean goesOn() {
    return System.nanoTime() - endNanos < 0;
  }

  private boolean isWarm() {
    return System.nanoTime() - warmNanos >= 0;
  }

  private void call() {
    while (goesOn()) {
      int person = ThreadLocalRandom.current().nextInt(HOT);
      Candidate found = seen.get(person);
      Candidate.Person consenting = found.person();
      if (consenting == null) {
        lookAgain(person, found);
        // One that only looked on would keep its carrier from those whom it waits for.
        LockSupport.parkNanos(BREATH.toNanos());
        continue;
      }
      try {
        Ruled ruled = node.commit(found, consenting);
        if (isWarm()) {
          verdicts.incrementAndGet();
        }
        if (ruled.verdict() instanceof Verdict.Permit) {
          leave(consenting.consent().id(), ruled);
        } else {
          lookAgain(person, found);
        }
      } catch (EvidenceUnavailable aborted) {
        unavailable.incrementAndGet();
      }
    }
  }

  /**
   * One of all who were refused looks for the consent that stands now; the others ask of others.
   */
  private void lookAgain(int person, Candidate refused) {
    if (seen.get(person) == refused && looking.compareAndSet(person, 0, 1)) {
      seen.set(person, node.find(person));
      looking.set(person, 0);
    }
  }

  /** What the event loop does: look at the fence, then write. */
  private void leave(UUID consent, Ruled ruled) {
    stopIfDue();
    gate.readLock().lock();
    try {
      long checked = System.nanoTime();
      if (control != RaceControl.FENCE_REMOVED && !ruled.fence().isOpen()) {
        withheld.incrementAndGet();
        return;
      }
      long age = checked - ruled.fence().sentNanos();
      left.merge(consent, new Left(System.nanoTime(), age), Left::later);
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Stops the process at the worst moment: answers are durable and none of them has left. */
  private void stopIfDue() {
    long due = nextStop.get();
    if (System.nanoTime() - due < 0
        || !goesOn()
        || !nextStop.compareAndSet(due, System.nanoTime() + STOPPED_EVERY.toNanos())) {
      return;
    }
    gate.writeLock().lock();
    try {
      Race.signal(ProcessHandle.current(), "-STOP");
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void revoke(int person) {
    long next = System.nanoTime() + REVOKED_EVERY.toNanos() * person / HOT;
    while (goesOn()) {
      LockSupport.parkNanos(next - System.nanoTime());
      next += REVOKED_EVERY.toNanos();
      Candidate.Person consenting = node.find(person).person();
      if (consenting == null) {
        throw new IllegalStateException("person " + person + " has no consent to revoke");
      }
      Consent consent = consenting.consent();
      try {
        long start = System.nanoTime();
        node.revoke(consent, control != RaceControl.FENCE_REMOVED);
        long end = System.nanoTime();
        revoked.add(new Revoked(consent.id(), end, isWarm() ? end - start : NOT_COUNTED));
      } catch (EvidenceUnavailable aborted) {
        unavailable.incrementAndGet();
      }
      if (node.find(person).person() == null) {
        node.grant(consent.subject());
      }
    }
  }

  private void tell(PrintStream out) {
    left.forEach(
        (consent, last) ->
            out.println("left " + consent + " " + last.atNanos() + " " + last.commitNanos()));
    revoked.forEach(
        one ->
            out.println(
                "revoked "
                    + one.consent()
                    + " "
                    + one.acknowledgedNanos()
                    + " "
                    + one.tookNanos()));
    out.println("verdicts " + verdicts + " " + withheld + " " + unavailable);
  }
}
