package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hefu.gateway.embedded.Signal;
import dev.hefu.schemas.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, which a test may stop, let go on, and kill. */
final class NodeProcess implements AutoCloseable {
  static final String SERVING = "serving at ";

  /** What a node says when it was asked something. */
  static final String REPLY = "reply ";

  /** What a node says of an answer that it let go. */
  private static final String RELEASED = "released ";

  private final Process process;
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final ConcurrentLinkedQueue<Release> releases = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  /**
   * An answer that began to leave. All times are of the machine's one monotonic clock.
   *
   * @param leaf index of the leaf that it left on
   * @param sentNanos when its commit was sent
   * @param checkedNanos when its fence was found open
   * @param writtenNanos when its bytes had been handed to the system
   */
  record Release(long leaf, long sentNanos, long checkedNanos, long writtenNanos) {}

  /**
   * Starts one and returns when it serves.
   *
   * @param first classes that take the place of the gateway's own; empty for none
   */
  static NodeProcess start(Map<String, String> environment, TestNode.Facts facts, List<Path> first)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp"));
    command.add(
        String.join(":", first.stream().map(Path::toString).toList())
            + (first.isEmpty() ? "" : ":")
            + System.getProperty("java.class.path"));
    command.addAll(List.of(TestNode.class.getName(), facts.name()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    NodeProcess node = new NodeProcess(builder.start());
    node.url.join();
    return node;
  }

  private NodeProcess(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("node-output").start(this::read);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RELEASED)) {
          String[] words = line.split(" ");
          releases.add(
              new Release(
                  Long.parseLong(words[1]),
                  Long.parseLong(words[2]),
                  Long.parseLong(words[3]),
                  Long.parseLong(words[4])));
        } else if (line.startsWith(REPLY)) {
          replies.add(line.substring(REPLY.length()));
        } else if (line.startsWith(SERVING)) {
          url.complete(URI.create(line.substring(SERVING.length())));
        }
      }
    } catch (IOException ended) {
      // It was killed, or is closing.
    }
    url.completeExceptionally(new IllegalStateException("the node ended before it served"));
  }

  URI url() {
    return url.join();
  }

  List<Release> releases() {
    return List.copyOf(releases);
  }

  /** The threads that live in it, by their names without numbers. */
  SortedMap<String, Integer> threads() throws IOException, InterruptedException {
    SortedMap<String, Integer> threads = new TreeMap<>();
    StrictJson.trusted(ask("threads").getBytes(StandardCharsets.UTF_8))
        .properties()
        .forEach(one -> threads.put(one.getKey(), one.getValue().asInt()));
    return threads;
  }

  /** Leaves something behind in it that nothing ever takes away. */
  void plant(TestNode.Plant what) throws IOException, InterruptedException {
    assertEquals("planted " + what, ask("plant " + what));
  }

  private String ask(String question) throws IOException, InterruptedException {
    Writer asking = process.outputWriter(StandardCharsets.UTF_8);
    asking.write(question + "\n");
    asking.flush();
    return Objects.requireNonNull(replies.poll(1, TimeUnit.MINUTES), "the node does not say");
  }

  long pid() {
    return process.pid();
  }

  /** Stops it as it is (SIGSTOP). */
  void stop() {
    send(Signal.STOP);
  }

  /** Lets it go on (SIGCONT). */
  void goOn() {
    send(Signal.CONT);
  }

  /** Kills it as it is (SIGKILL), and returns when it is gone. */
  void kill() {
    send(Signal.KILL);
  }

  private void send(Signal signal) {
    try {
      signal.to(List.of(process.toHandle()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    goOn();
    process.destroy();
    process.onExit().join();
  }
}
