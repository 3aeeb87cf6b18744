package dev.hefu.settlement.split;

import dev.hefu.settlement.entry.Cause;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.entry.Posting;
import dev.hefu.settlement.entry.State;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Frame;
import dev.hefu.settlement.program.Problem;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.program.Splitter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Splits paid lines as fast as one machine can: no carry, each partition takes whole segments of
 * the journal, postings are written out and hashed. The hash does not depend on the partitions and
 * is that of {@link Settle}'s entries, where every line gives something and none waits.
 */
public final class LineRun {
  private final Program program;

  /** Over lines of one version. */
  public LineRun(Program program) {
    this.program = program;
  }

  /**
   * What a run did.
   *
   * @param unsettled lines that wait: another currency, too large, or of unknown parties
   * @param bytesHashed of postings and what names them
   * @param journalHash lower-case hex
   */
  public record Result(
      long lines, long unsettled, long postings, long bytesHashed, String journalHash) {}

  /** One segment's part of a result. */
  private record Segment(long unsettled, long postings, long bytes, String hash) {}

  /**
   * A run of one thread over lines that come in batches, so that no more than one is in memory. A
   * batch holds whole segments of {@link JournalHash#SEGMENT} lines, the last one what is left.
   */
  public final class InBatches {
    private final Splitter splitter = new Splitter(program);
    private final JournalHash journal = new JournalHash();
    private final JournalHash all = new JournalHash();
    private long lines;
    private long unsettled;
    private long postings;
    private long bytes;

    private InBatches() {}

    /** Splits the next lines. */
    public void add(List<Event.LinePaid> batch) {
      for (int from = 0; from < batch.size(); from += JournalHash.SEGMENT) {
        int to = Math.min(batch.size(), from + JournalHash.SEGMENT);
        Segment segment = segment(batch, from, to, splitter, journal);
        all.addSegment(HexFormat.of().parseHex(segment.hash));
        unsettled += segment.unsettled;
        postings += segment.postings;
        bytes += segment.bytes;
      }
      lines += batch.size();
    }

    /** What became of all batches; ends the run. */
    public Result result() {
      return new Result(lines - unsettled, unsettled, postings, bytes, all.digest());
    }
  }

  /** Begins a run whose lines come in batches. */
  public InBatches inBatches() {
    return new InBatches();
  }

  /**
   * Splits lines, in canonical order, on so many threads.
   *
   * @throws IllegalArgumentException if there is not at least one partition
   */
  public Result run(List<Event.LinePaid> lines, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException(partitions + " partitions");
    }
    int count = (lines.size() + JournalHash.SEGMENT - 1) / JournalHash.SEGMENT;
    Segment[] segments = new Segment[count];
    AtomicInteger next = new AtomicInteger();
    Runnable partition = () -> partition(lines, segments, next);
    if (partitions == 1) {
      partition.run();
    } else {
      List<Thread> threads =
          IntStream.range(0, partitions)
              .mapToObj(i -> Thread.ofPlatform().name("split-" + i).start(partition))
              .toList();
      threads.forEach(LineRun::join);
    }
    return result(lines.size(), segments);
  }

  private void partition(List<Event.LinePaid> lines, Segment[] segments, AtomicInteger next) {
    Splitter splitter = new Splitter(program);
    JournalHash journal = new JournalHash();
    for (int i = next.getAndIncrement(); i < segments.length; i = next.getAndIncrement()) {
      int from = i * JournalHash.SEGMENT;
      int to = Math.min(lines.size(), from + JournalHash.SEGMENT);
      segments[i] = segment(lines, from, to, splitter, journal);
    }
  }

  private Segment segment(
      List<Event.LinePaid> lines, int from, int to, Splitter splitter, JournalHash journal) {
    long before = journal.bytes();
    long unsettled = 0;
    long postings = 0;
    for (int i = from; i < to; i++) {
      Event.LinePaid event = lines.get(i);
      Frame frame = splitter.split(event.line());
      if (splitter.refused(event.line()) != Problem.NONE) {
        unsettled++;
      } else {
        postings += write(event, frame, journal);
      }
    }
    String hash = HexFormat.of().formatHex(journal.segmentHash());
    return new Segment(unsettled, postings, journal.bytes() - before, hash);
  }

  private int write(Event.LinePaid event, Frame frame, JournalHash journal) {
    long[] share = frame.share;
    long sum = 0;
    int count = 0;
    for (long each : share) {
      sum += each;
      count += each == 0 ? 0 : 1;
    }
    int all = sum == 0 ? count : count + 1;
    journal.begin(event.stamp(), event.line().key(), Cause.SALE, all);
    int accrued = State.ACCRUED.code();
    for (int i = 0; i < share.length; i++) {
      if (share[i] != 0) {
        journal.posting(i, program.termOfItem(i), frame.party[i], accrued, share[i]);
      }
    }
    if (sum != 0) {
      journal.posting(count, Posting.NO_TERM, Posting.CLEARING, accrued, -sum);
    }
    journal.fit();
    return all;
  }

  private static Result result(long lines, Segment[] segments) {
    JournalHash all = new JournalHash();
    long unsettled = 0;
    long postings = 0;
    long bytes = 0;
    for (Segment segment : segments) {
      unsettled += segment.unsettled;
      postings += segment.postings;
      bytes += segment.bytes;
      all.addSegment(HexFormat.of().parseHex(segment.hash));
    }
    return new Result(lines - unsettled, unsettled, postings, bytes, all.digest());
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
