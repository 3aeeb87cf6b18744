package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant I5 with two gateway processes on one database: no disclosure stands in the log after
 * the revocation of its consent, and none leaves after the person was told. In the long form
 * ({@code mvn -Pnodes -pl gateway -am verify}) for minutes, with twenty hot consents and with every
 * control.
 */
@Isolated("it puts the machine under full load")
final class RevocationLoadTest {
  /** Seconds of each run of the long form; 0 for the short one. */
  private static final int LONG_SECONDS = Integer.getInteger("hefu.nodes", 0);

  private static final boolean LONG = LONG_SECONDS > 0;
  private static final int HOT = LONG ? 20 : 6;
  private static final Duration BETWEEN = Duration.ofMillis(LONG ? 50 : 200);
  private static final Duration TIME = Duration.ofSeconds(LONG ? LONG_SECONDS : 6);

  /** Before the long form is measured: until the nodes' compilers are done. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  /** Runs of a control until it fails, as it must. */
  private static final int ATTEMPTS = 5;

  @TempDir private Path folder;

  private static List<NodeProcess> nodes(
      TestNetwork network, TestNode.Facts facts, List<Path> first) throws Exception {
    List<NodeProcess> nodes = new ArrayList<>();
    Callable<NodeProcess> start = () -> NodeProcess.start(network.environment(), facts, first);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<NodeProcess> node : threads.invokeAll(Collections.nCopies(2, start))) {
        nodes.add(node.get());
      }
    }
    return nodes;
  }

  @Test
  void nothingIsDisclosedAfterItsRevocationAndNothingLeavesLate() throws Exception {
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      List<NodeProcess> nodes = nodes(network, TestNode.Facts.UNDER_THE_LOCK, List.of());
      try {
        if (LONG) {
          System.out.println(
              "two nodes, cold: "
                  + new RevocationLoad(network, nodes, HOT, BETWEEN).run(WARM_UP, IDLE));
        }
        RevocationLoad.Result steady =
            new RevocationLoad(network, nodes, HOT, BETWEEN).run(TIME, IDLE);
        System.out.println("two nodes: " + steady);
        assertTrue(steady.disclosures() > 20 && steady.revocations() > 5, steady.toString());
        assertEquals(List.of(), steady.violations());
        assertEquals(List.of(), steady.late());

        RevocationLoad.Result stopped =
            new RevocationLoad(network, nodes, HOT, BETWEEN).run(TIME, stops(nodes));
        System.out.println("two nodes, stopped at random: " + stopped);
        stopped.late().forEach(System.out::println);
        assertTrue(stopped.revocations() > 5, stopped.toString());
        assertEquals(List.of(), stopped.violations());
        assertTrue(
            stopped.late().stream().allMatch(RevocationLoad.Late::withinFence),
            stopped.late().toString());
      } finally {
        nodes.forEach(NodeProcess::close);
      }
    }
  }

  private static final Runnable IDLE = () -> LockSupport.parkNanos(100_000_000L);

  /** Stops one of the nodes for up to 0.6 s, and lets both run as long. */
  private static Runnable stops(List<NodeProcess> nodes) {
    RandomGenerator random = new Random(20);
    return () -> {
      NodeProcess node = nodes.get(random.nextInt(nodes.size()));
      LockSupport.parkNanos(random.nextLong(600_000_000L));
      node.stop();
      LockSupport.parkNanos(random.nextLong(600_000_000L));
      node.goOn();
    };
  }

  @ParameterizedTest
  @EnumSource(names = "UNDER_THE_LOCK", mode = EnumSource.Mode.EXCLUDE)
  void controlOtherFactsDiscloseAfterTheRevocation(TestNode.Facts facts) throws Exception {
    assumeTrue(LONG, "of the long form");
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      List<NodeProcess> nodes = nodes(network, facts, List.of());
      try {
        int violations = 0;
        for (int i = 0; i < ATTEMPTS && violations == 0; i++) {
          RevocationLoad.Result result =
              new RevocationLoad(network, nodes, HOT, BETWEEN).run(TIME, IDLE);
          System.out.println("control " + facts + ": " + result);
          violations = result.violations().size();
        }
        assertTrue(violations > 0, "the test would not notice " + facts);
      } finally {
        nodes.forEach(NodeProcess::close);
      }
    }
  }

  @Test
  void controlWithoutTheFenceAnswersLeaveLate() throws Exception {
    assumeTrue(LONG, "of the long form");
    try (TestNetwork network = new TestNetwork(TestNetwork::card)) {
      List<NodeProcess> nodes =
          nodes(
              network,
              TestNode.Facts.UNDER_THE_LOCK,
              List.of(
                  Mutant.of(folder, "evidence/Fence.java", "<= OPEN.toNanos()", "<= Long.MAX_VALUE")
                      .folder()));
      try {
        boolean late = false;
        for (int i = 0; i < ATTEMPTS && !late; i++) {
          RevocationLoad.Result result =
              new RevocationLoad(network, nodes, HOT, BETWEEN).run(TIME, stops(nodes));
          System.out.println("control without the fence: " + result);
          result.late().forEach(System.out::println);
          late = result.late().stream().anyMatch(one -> !one.withinFence());
        }
        assertTrue(late, "the test would not notice that the fence is gone");
      } finally {
        nodes.forEach(NodeProcess::close);
      }
    }
  }
}
