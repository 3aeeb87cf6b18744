package dev.hefu.bench.exchange;

import dev.hefu.bench.measure.CompilerTime;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.gateway.embedded.LocalKeycloak;
import dev.hefu.gateway.embedded.LocalPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, started as {@code hefu serve}. */
final class GatewayProcess implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Process process;
  private final Told told;
  private final PublicKeySet keys;

  private GatewayProcess(Process process, Told told, PublicKeySet keys) {
    this.process = process;
    this.told = told;
    this.keys = keys;
  }

  static GatewayProcess start(
      Path folder, LocalPostgres postgres, LocalKeycloak keycloak, @Nullable Path profile)
      throws IOException {
    Path keys = folder.resolve("keys");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx512m");
    command.add("-XX:+UseParallelGC");
    if (profile != null) {
      // The rules, compiled from WebAssembly, call each other deeper than the default of 64.
      command.add("-XX:FlightRecorderOptions:stackdepth=512");
      command.add(
          "-XX:StartFlightRecording:settings=profile,dumponexit=true,filename="
              + profile.toAbsolutePath());
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.hefu.gateway.cli.Main");
    command.add("serve");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "HEFU_HTTP_PORT", Integer.toString(freePort()),
                "HEFU_DATABASE_URL", postgres.url(),
                "HEFU_IDENTITY_ISSUER", keycloak.issuer().toString(),
                "HEFU_IDENTITY_PROVISIONER_SECRET", keycloak.provisionerSecret(),
                "HEFU_KEYS_FOLDER", keys.toString(),
                "HEFU_OUTBOUND_ALLOWED", "127.0.0.0/8"));
    builder.redirectError(folder.resolve("gateway.log").toFile());
    Process process = builder.start();
    Told told = awaitStart(process, folder);
    PublicKeySet publicKeys = PrivateKeySet.load(keys.resolve("gateway.jwks")).toPublic();
    return new GatewayProcess(process, told, publicKeys);
  }

  /** What it says of itself when it has started. */
  private record Told(URI url, NoteVerifier logKey) {}

  private static Told awaitStart(Process process, Path folder) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String url = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      url = after("serving at ", line).orElse(url);
      Optional<String> key = after("the log's key is ", line);
      if (key.isPresent()) {
        return new Told(URI.create(url), NoteVerifier.parse(key.get()).orElseThrow());
      }
    }
    throw new IOException(
        "the gateway did not start; " + folder.resolve("gateway.log") + " says why");
  }

  private static Optional<String> after(String words, String line) {
    int at = line.indexOf(words);
    return at < 0 ? Optional.empty() : Optional.of(line.substring(at + words.length()).strip());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return told.url();
  }

  /** The key of its log's checkpoints. */
  NoteVerifier logKey() {
    return told.logKey();
  }

  PublicKeySet publicKeys() {
    return keys;
  }

  /** Processor time that the process has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Of that, what its compiler has used. */
  Duration compilerCpu() {
    return CompilerTime.of(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
