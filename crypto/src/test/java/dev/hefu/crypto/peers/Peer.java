package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program beside us that reads one JSON file and writes another. */
final class Peer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_RUN_SECONDS = 120;
  private static final Path MODULE = Path.of(System.getProperty("hefu.root", ".."), "crypto");
  private static final Path TARGET = MODULE.resolve("target/peers");

  private final String name;
  private final List<String> command;

  private Peer(String name, List<String> command) {
    this.name = name;
    this.command = command;
  }

  /** A script of {@code src/test/peers}; the test is skipped if what it imports is not there. */
  static Peer script(String interpreter, String script, String needed) throws IOException {
    assumeTrue(
        Files.exists(TARGET.resolve(needed)),
        "skipped: no " + needed + "; run crypto/src/test/peers/prepare");
    Path copy = TARGET.resolve(script);
    Path source = MODULE.resolve("src/test/peers").resolve(script);
    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    return new Peer(script, List.of(interpreter, copy.toAbsolutePath().toString()));
  }

  /** A script in the prepared Python environment. */
  static Peer python(String script, String needed) throws IOException {
    return script(
            TARGET.resolve("venv/bin/python").toAbsolutePath().toString(),
            script,
            "venv/bin/python")
        .needs(needed);
  }

  private Peer needs(String module) throws IOException {
    Process probe =
        new ProcessBuilder(command.getFirst(), "-c", "import " + module)
            .redirectErrorStream(true)
            .start();
    assumeTrue(wait(probe) == 0, "skipped: no Python module " + module);
    return this;
  }

  /** A prepared program. */
  static Peer program(String program) {
    Path file = TARGET.resolve(program);
    assumeTrue(
        Files.isExecutable(file), "skipped: no " + program + "; run crypto/src/test/peers/prepare");
    return new Peer(program, List.of(file.toAbsolutePath().toString()));
  }

  /** Skips the test unless this program is on the PATH. */
  static void assumeInstalled(String program) {
    String path = String.valueOf(System.getenv("PATH"));
    boolean found =
        Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(found, "skipped: no " + program + " on the PATH");
  }

  /** What it answers to our file; a run that fails fails the test with its output. */
  JsonNode answer(ObjectNode ours) throws IOException {
    Path in = Files.createTempFile("hefu", ".ours.json");
    Path out = Files.createTempFile("hefu", ".theirs.json");
    Path said = Files.createTempFile("hefu", ".log");
    try {
      MAPPER.writeValue(in.toFile(), ours);
      List<String> all = new ArrayList<>(command);
      all.add(in.toString());
      all.add(out.toString());
      Process run =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile()).start();
      assertEquals(0, wait(run), name + ": " + Files.readString(said));
      return MAPPER.readTree(out.toFile());
    } finally {
      for (Path file : List.of(in, out, said)) {
        Files.deleteIfExists(file);
      }
    }
  }

  static int wait(Process run) {
    try {
      assertTrue(run.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS), "the peer does not end");
      return run.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      run.destroyForcibly();
    }
  }
}
