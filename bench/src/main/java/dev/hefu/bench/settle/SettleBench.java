package dev.hefu.bench.settle;

import dev.hefu.bench.measure.Row;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.entry.JournalHash;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.program.Program;
import dev.hefu.settlement.split.LineRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Lines of TPC-DS, no two alike, split under {@code example-6-terms.yaml} with postings written out
 * and hashed. Lines in memory give the rate, beside a plain loop of rounded decimals that checks
 * nothing; lines as the generator makes them, up to {@code --lines}, give growth and heap. Only
 * splitting is timed, never the generator.
 */
public final class SettleBench {
  private static final int ROUNDS = 5;

  /** Lines held in memory: 512 MiB hold them and what they are made of. */
  private static final int IN_MEMORY = 49 * JournalHash.SEGMENT;

  private static final int BATCH = 4 * JournalHash.SEGMENT;
  private static final double SCALE = 2;

  /** Until the compilers are done with both the generator and what splits its lines. */
  private static final int WARM_UP = 32 * BATCH;

  private static final int PARTITIONS = 8;
  private static final double MAX_EXPONENT = 1.05;
  private static final int MIB = 1 << 20;

  private final int lines;
  private final Program program = example();
  private final List<Row> rows = new ArrayList<>();

  /**
   * Splits up to so many lines.
   *
   * @param lines of TPC-DS, distinct
   */
  public SettleBench(int lines) {
    this.lines = lines;
  }

  /** Measures, and gives the rows in the order in which they are told. */
  public List<Row> run() {
    inMemory();
    growth();
    return List.copyOf(rows);
  }

  private void inMemory() {
    List<Event.LinePaid> paid = take(new SaleLines(SCALE), Math.min(lines, IN_MEMORY));
    double[] ours = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    double[] eight = new double[ROUNDS];
    double[] plain = new double[ROUNDS];
    LineRun.Result first = new LineRun(program).run(paid, 1);
    for (int round = -2; round < ROUNDS; round++) {
      int at = Math.max(0, round);
      long cpuBefore = cpuNanos();
      ours[at] = split(paid, 1, first);
      cpu[at] = (cpuNanos() - cpuBefore) / 1e9;
      eight[at] = split(paid, PARTITIONS, first);
      plain[at] = decimals(paid);
    }
    double seconds = median(ours);
    String decimals = "BigDecimal multiply and round, no checks";
    row(
        "split, one core, wall clock",
        paid.size() / seconds,
        "lines/s",
        decimals,
        paid.size() / median(plain),
        seconds);
    row(
        "split, one core, processor time",
        paid.size() / median(cpu),
        "lines/s",
        "its wall clock",
        paid.size() / seconds,
        seconds);
    row(
        "split, 8 partitions, same hash",
        paid.size() / median(eight),
        "lines/s",
        "one partition",
        paid.size() / seconds,
        seconds);
    row(
        "bytes hashed per line",
        (double) first.bytesHashed() / paid.size(),
        "bytes",
        "postings per line",
        (double) first.postings() / paid.size(),
        seconds);
    row(
        "split, of which hashing",
        first.bytesHashed() / seconds / MIB,
        "MiB/s",
        "SHA-256 alone",
        hashAlone(first.bytesHashed()),
        seconds);
    shuffled(paid, seconds);
  }

  /** Sorting is the runner's: it is timed apart, and what is split after it is the same. */
  private void shuffled(List<Event.LinePaid> paid, double seconds) {
    List<Event.LinePaid> canonical = sorted(paid);
    LineRun.Result expected = new LineRun(program).run(canonical, 1);
    List<Event.LinePaid> shuffled = new ArrayList<>(paid);
    Collections.shuffle(shuffled, new Random(7));
    long start = System.nanoTime();
    List<Event.LinePaid> again = sorted(shuffled);
    double sorting = (System.nanoTime() - start) / 1e9;
    split(again, PARTITIONS, expected);
    row(
        "sort shuffled lines, same hash",
        paid.size() / sorting,
        "lines/s",
        "split them",
        paid.size() / seconds,
        sorting);
  }

  private static List<Event.LinePaid> sorted(List<Event.LinePaid> paid) {
    return paid.stream().sorted(Comparator.comparing(Event::stamp)).toList();
  }

  private double split(List<Event.LinePaid> paid, int partitions, LineRun.Result expected) {
    long start = System.nanoTime();
    LineRun.Result result = new LineRun(program).run(paid, partitions);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!result.equals(expected) || result.unsettled() > 0) {
      throw new IllegalStateException(result + " is not " + expected);
    }
    return seconds;
  }

  /**
   * Processor time of 10⁴, 10⁵, … lines and of all, and the heap at both ends, in one stream after
   * one that is not measured: a size that fits several times is the median of its first five.
   */
  private void growth() {
    stream(Math.min(lines, WARM_UP), new ArrayList<>());
    List<Long> nanosOfBatch = new ArrayList<>();
    Streamed streamed = stream(lines, nanosOfBatch);
    LineRun.Result result = streamed.result;
    long nanos = sum(nanosOfBatch);
    row(
        "streamed lines, processor time",
        result.lines() / (nanos / 1e9),
        "lines/s",
        "lines in all",
        (double) result.lines(),
        nanos / 1e9);
    double exponent = slope(marks(nanosOfBatch, result.lines()));
    row("growth exponent from 10⁴ lines on", exponent, "", "limit", MAX_EXPONENT, nanos / 1e9);
    row(
        "heap after the last line",
        streamed.heap,
        "MiB",
        "after the first 10⁴",
        streamed.firstHeap,
        nanos / 1e9);
    row(
        "most heap that the process may take",
        Runtime.getRuntime().maxMemory() / (double) MIB,
        "MiB",
        "limit",
        512,
        nanos / 1e9);
  }

  /** What became of a stream, and the heap in MiB after its first batch and after its last. */
  private record Streamed(LineRun.Result result, double firstHeap, double heap) {}

  private Streamed stream(int most, List<Long> nanosOfBatch) {
    SaleLines source = new SaleLines(SCALE);
    LineRun.InBatches run = new LineRun(program).inBatches();
    double firstHeap = 0;
    int count = 0;
    while (count < most && source.hasNext()) {
      List<Event.LinePaid> batch = take(source, Math.min(BATCH, most - count));
      long before = cpuNanos();
      run.add(batch);
      nanosOfBatch.add(cpuNanos() - before);
      count += batch.size();
      firstHeap = count == batch.size() ? heapMib() : firstHeap;
    }
    return new Streamed(run.result(), firstHeap, heapMib());
  }

  /** Logarithms of lines and of their processor time, by tens of batches and for all. */
  private static List<double[]> marks(List<Long> nanosOfBatch, long lines) {
    List<double[]> marks = new ArrayList<>();
    for (int size = 1; size < nanosOfBatch.size(); size *= 10) {
      int windows = Math.min(ROUNDS, nanosOfBatch.size() / size);
      double[] nanos = new double[windows];
      for (int i = 0; i < windows; i++) {
        nanos[i] = sum(nanosOfBatch.subList(i * size, (i + 1) * size));
      }
      marks.add(new double[] {Math.log((double) size * BATCH), Math.log(median(nanos))});
    }
    marks.add(new double[] {Math.log(lines), Math.log(sum(nanosOfBatch))});
    return marks;
  }

  private static long sum(List<Long> nanos) {
    return nanos.stream().mapToLong(Long::longValue).sum();
  }

  /** Least squares over logarithms. */
  private static double slope(List<double[]> marks) {
    double meanX = marks.stream().mapToDouble(mark -> mark[0]).average().orElse(0);
    double meanY = marks.stream().mapToDouble(mark -> mark[1]).average().orElse(0);
    double xy = 0;
    double xx = 0;
    for (double[] mark : marks) {
      xy += (mark[0] - meanX) * (mark[1] - meanY);
      xx += (mark[0] - meanX) * (mark[0] - meanX);
    }
    return xx == 0 ? 1 : xy / xx;
  }

  private static double heapMib() {
    System.gc();
    return (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<Event.LinePaid> take(SaleLines source, int count) {
    List<Event.LinePaid> taken = new ArrayList<>(count);
    while (taken.size() < count && source.hasNext()) {
      taken.add(source.next());
    }
    return taken;
  }

  private static double decimals(List<Event.LinePaid> paid) {
    BigDecimal platform = new BigDecimal("0.125");
    BigDecimal payment = new BigDecimal("0.006");
    BigDecimal tax = new BigDecimal("0.06");
    long start = System.nanoTime();
    long total = 0;
    for (Event.LinePaid event : paid) {
      BigDecimal amount = BigDecimal.valueOf(event.line().paidMinor());
      BigDecimal commission = amount.multiply(platform);
      long first = rounded(commission);
      long second = rounded(amount.multiply(payment));
      long third = rounded(commission.multiply(tax));
      total += first + second + third + (event.line().paidMinor() - first - second);
    }
    if (total < 0) {
      throw new IllegalStateException("the sum is negative");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long rounded(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** MiB a second that SHA-256 makes of as many bytes in the journal's blocks. */
  private static double hashAlone(long bytes) {
    byte[] block = new byte[32 * 1024];
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long at = 0; at < bytes; at += block.length) {
          digest.update(block);
        }
        block[0] = digest.digest()[0];
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    return bytes / median(seconds) / MIB;
  }

  private void row(
      String name, double value, String unit, String peer, double peerValue, double seconds) {
    OptionalDouble none = OptionalDouble.empty();
    rows.add(new Row(name, value, unit, none, none, peer, peerValue, seconds));
  }

  private static Program example() {
    try (InputStream in = AgreementReader.class.getResourceAsStream("example-6-terms.yaml")) {
      return switch (AgreementReader.read(Objects.requireNonNull(in).readAllBytes())) {
        case AgreementReading.Read read -> Program.of(read.agreement());
        case AgreementReading.Faulty faulty -> throw new IllegalStateException(faulty.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
