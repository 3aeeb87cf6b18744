package dev.hefu.bench;

import dev.hefu.gateway.demo.month.MonthEvents;
import dev.hefu.gateway.demo.month.RevenueDocuments;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.gateway.demo.world.WorldBuilder;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.agreement.AgreementReader;
import dev.hefu.settlement.agreement.AgreementReading;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.EventReader;
import dev.hefu.settlement.split.LineRun;
import dev.hefu.settlement.split.Program;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Order lines of the demo's world, split under one brand's agreement in memory on one core, with
 * postings materialised and hashed; beside a plain loop of rounded decimals that multiplies and
 * rounds each share and checks nothing.
 */
final class SettleBench {
  private static final int ROUNDS = 5;
  private static final double SCALE = 0.01;
  private static final int PERSONS = 60;
  private static final int SEED = 7;

  private final int lines;

  SettleBench(int lines) {
    this.lines = lines;
  }

  List<Row> run() {
    String brand = Cast.brands().getFirst();
    Program program = Program.of(agreement(brand));
    List<Event.LinePaid> paid = repeated(linesOf(brand));
    double[] ours = new double[ROUNDS];
    double[] plain = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double split = split(program, paid);
      double loop = decimals(paid);
      if (round >= 0) {
        ours[round] = split;
        plain[round] = loop;
      }
    }
    double median = median(ours);
    return List.of(
        new Row(
            "split in memory, one core",
            lines / median,
            "lines/s",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            "BigDecimal multiply and round, no checks",
            lines / median(plain),
            median));
  }

  private static double split(Program program, List<Event.LinePaid> paid) {
    long start = System.nanoTime();
    LineRun.Result result = new LineRun(program).run(paid, 1);
    if (result.lines() + result.unsettled() != paid.size() || result.postings() == 0) {
      throw new IllegalStateException("lines are missing: " + result);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double decimals(List<Event.LinePaid> paid) {
    BigDecimal platform = new BigDecimal("0.08");
    BigDecimal store = new BigDecimal("0.05");
    long start = System.nanoTime();
    long total = 0;
    for (Event.LinePaid event : paid) {
      BigDecimal amount = BigDecimal.valueOf(event.line().paidMinor());
      long first = amount.multiply(platform).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
      long second = amount.multiply(store).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
      total += first + second + (event.line().paidMinor() - first - second);
    }
    if (total < 0) {
      throw new IllegalStateException("the sum is negative");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static Agreement agreement(String brand) {
    return switch (AgreementReader.read(CanonicalJson.bytes(RevenueDocuments.of(brand)))) {
      case AgreementReading.Read read -> read.agreement();
      case AgreementReading.Faulty faulty -> throw new IllegalStateException(faulty.toString());
    };
  }

  private static List<Event.LinePaid> linesOf(String brand) {
    World world = WorldBuilder.build(SCALE, PERSONS, SEED, (table, row) -> {});
    List<Event.LinePaid> paid = new ArrayList<>();
    MonthEvents.of(world)
        .forEach(
            (sender, events) ->
                events.forEach(
                    event -> {
                      Event read = EventReader.accepted(CanonicalJson.bytes(event), Instant.now());
                      if (read instanceof Event.LinePaid line
                          && brand.equals(event.at("/data/brand").asText())) {
                        paid.add(line);
                      }
                    }));
    return paid;
  }

  private List<Event.LinePaid> repeated(List<Event.LinePaid> some) {
    List<Event.LinePaid> all = new ArrayList<>(lines);
    for (int i = 0; i < lines; i++) {
      all.add(some.get(i % some.size()));
    }
    return all;
  }

  private static double median(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
