package dev.hefu.gateway.cli;

import dev.hefu.gateway.Config;
import dev.hefu.gateway.Gateway;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node of the gateway beside a PostgreSQL and a Keycloak that are there already. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run one node of the gateway; settings come from a file or the environment.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file of key=value lines; variables HEFU_… win over it.")
  private @Nullable Path config;

  @Override
  public Integer call() throws Exception {
    Gateway gateway = Gateway.start(Config.read(Optional.ofNullable(config), System.getenv()));
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
    System.out.println("hefu: serving at " + gateway.url());
    System.out.println("hefu: the log's key is " + gateway.logKey().vkey());
    new CountDownLatch(1).await();
    return 0;
  }
}
