package dev.hefu.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A node in a process of its own, for tests of several: {@code serve}, but that it tells when each
 * answer was released, and that it may come by its facts in a way that must fail.
 */
final class TestNode {
  private TestNode() {}

  /** How the node comes by its facts. */
  enum Facts {
    UNDER_THE_LOCK,
    CHECK_REMOVED,
    BEFORE_THE_LOCK,
    IN_ONE_STATEMENT_WITH_THE_LOCK
  }

  /** What a node can be made to leave behind, so that it can be seen to be noticed. */
  enum Plant {
    PLATFORM_THREAD,
    VIRTUAL_THREAD,
    DATABASE_CONNECTION,
    FILE
  }

  private static final List<AutoCloseable> KEPT = new ArrayList<>();

  /** The first word says how it comes by its facts; the environment says the rest. */
  public static void main(String[] words) throws Exception {
    tellReleases();
    Config config = Config.read(Optional.empty(), System.getenv());
    AdmissionFacts real = new AdmissionFacts();
    FactsSource facts =
        switch (Facts.valueOf(words[0])) {
          case UNDER_THE_LOCK -> real;
          case CHECK_REMOVED -> CarelessFacts.uncheckedConsents();
          case BEFORE_THE_LOCK -> new EarlyFacts(real, config.database(), false);
          case IN_ONE_STATEMENT_WITH_THE_LOCK -> new EarlyFacts(real, config.database(), true);
        };
    Gateway gateway = Gateway.start(config, facts);
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    System.out.println(NodeProcess.SERVING + gateway.url());
    answerQuestions(config);
  }

  /** Until the test that started it is over, however it ended. */
  private static void answerQuestions(Config config) throws Exception {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      String[] words = line.split(" ", -1);
      String reply =
          switch (words[0]) {
            case "threads" -> threads();
            case "plant" -> plant(Plant.valueOf(words[1]), config);
            default -> throw new IllegalArgumentException(line);
          };
      System.out.println(NodeProcess.REPLY + reply);
    }
    System.exit(0);
  }

  /** All threads, virtual ones too, counted by their names without numbers. */
  private static String threads() throws IOException {
    Path dump = Files.createTempDirectory("hefu-threads").resolve("dump.json");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    ObjectNode counts = JsonNodeFactory.instance.objectNode();
    JsonNode containers =
        new ObjectMapper().readTree(dump.toFile()).path("threadDump").path("threadContainers");
    for (JsonNode container : containers) {
      for (JsonNode thread : container.path("threads")) {
        String name =
            (thread.path("virtual").asBoolean() ? "virtual " : "")
                + thread.path("name").asText().replaceAll("[0-9]+", "#");
        counts.put(name, counts.path(name).asInt() + 1);
      }
    }
    Files.delete(dump);
    Files.delete(dump.getParent());
    return counts.toString();
  }

  private static String plant(Plant what, Config config) throws Exception {
    switch (what) {
      case PLATFORM_THREAD -> Thread.ofPlatform().daemon().name("planted").start(TestNode::stay);
      case VIRTUAL_THREAD -> Thread.startVirtualThread(TestNode::stay);
      case DATABASE_CONNECTION ->
          KEPT.add(
              DriverManager.getConnection(
                  config.database().url(), config.database().user(), config.database().password()));
      case FILE -> KEPT.add(Files.newInputStream(Path.of("/dev/null")));
    }
    return "planted " + what;
  }

  private static void stay() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void tellReleases() {
    Logger releases = (Logger) LoggerFactory.getLogger("dev.hefu.gateway.http.GatewayServer");
    AppenderBase<ILoggingEvent> printer =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.TRACE) {
              System.out.println(event.getFormattedMessage());
            }
          }
        };
    printer.setContext(releases.getLoggerContext());
    printer.start();
    releases.setLevel(Level.TRACE);
    releases.setAdditive(false);
    releases.addAppender(printer);
  }
}
