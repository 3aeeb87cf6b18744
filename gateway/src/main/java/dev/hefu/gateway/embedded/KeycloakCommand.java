package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line by which a Keycloak distribution is run, without its shell script. */
final class KeycloakCommand {
  /** Filled into the realm file where it says so, when the realm is imported. */
  private static final String SECRET_VARIABLE = "HEFU_PROVISIONER_SECRET";

  private static final List<String> OPENED =
      List.of("java.util", "java.util.concurrent", "java.security", "java.lang");

  private KeycloakCommand() {}

  /** Starts the child and notes its id in the folder. */
  static Process launch(Path distribution, DataFolder folder, int port, String provisionerSecret)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words(distribution, folder.path(), port));
    builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
    builder.environment().put(SECRET_VARIABLE, provisionerSecret);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("keycloak.log").toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    Files.writeString(folder.resolve(LocalKeycloak.ID_FILE), process.pid() + "\n");
    return process;
  }

  private static List<String> words(Path distribution, Path home, int port) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(virtualMachine());
    words.add("-Dkc.home.dir=" + home);
    words.add("-Djboss.server.config.dir=" + distribution.resolve("conf"));
    words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    words.add("-Dpicocli.disable.closures=true");
    // The distribution as it comes can do what we need; this leaves out half a minute of
    // rebuilding.
    words.add("-Dkc.config.built=true");
    words.add("-cp");
    words.add(distribution.resolve("lib").resolve("quarkus-run.jar").toString());
    words.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    words.add("start");
    words.add("--import-realm");
    words.add("--cache=local");
    words.add("--http-enabled=true");
    words.add("--http-host=127.0.0.1");
    words.add("--http-port=" + port);
    words.add("--hostname=http://127.0.0.1:" + port);
    return words;
  }

  private static List<String> virtualMachine() {
    List<String> words = new ArrayList<>();
    // Starting is most of its life here, and the first compiler alone starts faster.
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-XX:+UseSerialGC");
    words.add("-Xms64m");
    words.add("-Xmx512m");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-Dfile.encoding=UTF-8");
    words.add("-Duser.language=en");
    words.add("-Duser.country=US");
    words.add(
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
    for (String opened : OPENED) {
      words.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    words.add("--enable-native-access=ALL-UNNAMED");
    return words;
  }
}
