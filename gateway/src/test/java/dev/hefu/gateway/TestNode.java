package dev.hefu.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hefu.gateway.evidence.FactsSource;
import dev.hefu.gateway.exchange.AdmissionFacts;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

  /** The first word says how it comes by its facts; the environment says the rest. */
  public static void main(String[] words) throws Exception {
    tellReleases();
    Config config = Config.read(Optional.empty(), System.getenv());
    AdmissionFacts real = new AdmissionFacts();
    FactsSource facts =
        switch (Facts.valueOf(words[0])) {
          case UNDER_THE_LOCK -> real;
          case CHECK_REMOVED -> new UncheckedFacts(real);
          case BEFORE_THE_LOCK -> new EarlyFacts(real, config.database(), false);
          case IN_ONE_STATEMENT_WITH_THE_LOCK -> new EarlyFacts(real, config.database(), true);
        };
    Gateway gateway = Gateway.start(config, facts);
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    System.out.println(NodeProcess.SERVING + gateway.url());
    new CountDownLatch(1).await();
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
