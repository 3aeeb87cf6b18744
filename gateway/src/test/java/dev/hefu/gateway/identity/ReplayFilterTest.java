package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.gateway.identity.ReplayFilter.Verdict;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ReplayFilterTest {
  private static final long START = 1_000_000;
  private static final long WINDOW = 60;

  @Test
  void takesEachProofOnceUntilItIsTooOld() {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    assertEquals(Verdict.FIRST, filter.offer(digest(1), START, START));
    assertEquals(Verdict.REPLAYED, filter.offer(digest(1), START, START));
    assertEquals(Verdict.FIRST, filter.offer(digest(2), START, START));
    assertEquals(Verdict.REPLAYED, filter.offer(digest(1), START, START + WINDOW));
    assertEquals(2, filter.size());
    assertEquals(Verdict.TOO_OLD, filter.offer(digest(1), START, START + 2 * WINDOW));
    assertEquals(0, filter.size());
  }

  @Test
  void takesNothingFromBeforeTheStart() {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    assertEquals(Verdict.TOO_OLD, filter.offer(digest(1), START - 1, START));
    assertEquals(Verdict.FIRST, filter.offer(digest(1), START, START));
  }

  @Test
  void forgetsNothingWhenTheClockIsSetBack() {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    assertEquals(Verdict.FIRST, filter.offer(digest(1), START, START));
    assertEquals(Verdict.FIRST, filter.offer(digest(2), START + 3_600, START + 3_600));
    assertEquals(Verdict.TOO_OLD, filter.offer(digest(1), START, START));
    assertEquals(Verdict.REPLAYED, filter.offer(digest(2), START + 3_600, START));
  }

  @Test
  void refusesRatherThanForgetsWhenItIsFull() {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    for (int i = 0; i < ReplayFilter.MAX_PROOFS; i++) {
      filter.offer(digest(i), START, START);
    }
    assertEquals(ReplayFilter.MAX_PROOFS, filter.size());
    assertEquals(Verdict.FULL, filter.offer(digest(-1), START, START));
    assertEquals(ReplayFilter.MAX_PROOFS, filter.size());
    long later = START + 2 * WINDOW;
    assertEquals(Verdict.FIRST, filter.offer(digest(-1), later, later));
    assertEquals(1, filter.size());
  }

  @Test
  void takesOneOfManyThatComeAtOnce() {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    AtomicInteger taken = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8_000; i++) {
        int proof = i % 100;
        senders.execute(
            () -> {
              if (filter.offer(digest(proof), START + proof % 20, START) == Verdict.FIRST) {
                taken.incrementAndGet();
              }
            });
      }
    }
    assertEquals(100, taken.get());
    assertEquals(100, filter.size());
  }

  @Property(tries = 300)
  void isASetForWhateverIsInTheWindow(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> proofs,
      @ForAll @IntRange(max = 50) int step) {
    ReplayFilter filter = new ReplayFilter(START, WINDOW);
    Set<Integer> model = new HashSet<>();
    long now = START;
    for (int proof : proofs) {
      long issuedAt = START + step % 10;
      Verdict expected = model.add(proof) ? Verdict.FIRST : Verdict.REPLAYED;
      assertEquals(expected, filter.offer(digest(proof), issuedAt, now));
      now = Math.min(now + step, START + WINDOW);
    }
  }

  private static byte[] digest(int n) {
    return ByteBuffer.allocate(32).putInt(n).array();
  }
}
