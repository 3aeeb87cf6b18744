package dev.hefu.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code opa} program as anybody can have it, over the sources of rules in a folder. */
public final class StockOpa {
  /** Inputs of one run of the program; one is about 1 KB. */
  private static final int MOST_AT_ONCE = 2_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path program;
  private final Path rules;

  /**
   * @param rules the folder that holds the package {@code hefu}
   */
  public StockOpa(Path program, Path rules) {
    this.program = program;
    this.rules = rules;
  }

  /** The program on the PATH, or where Go installs it; empty if there is none. */
  public static Optional<Path> find() {
    Stream<Path> path = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
    Stream<Path> go = Stream.of(Path.of(System.getProperty("user.home"), "go", "bin"));
    return Stream.concat(path, go)
        .map(folder -> folder.resolve("opa"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What the rules say of each input, in its order.
   *
   * @throws IOException if the program fails, with what it printed
   */
  public List<Decision> decide(List<String> inputs) throws IOException {
    List<Decision> decisions = new ArrayList<>(inputs.size());
    for (int from = 0; from < inputs.size(); from += MOST_AT_ONCE) {
      decisions.addAll(some(inputs.subList(from, Math.min(inputs.size(), from + MOST_AT_ONCE))));
    }
    return decisions;
  }

  /**
   * What the rules' own tests and the strict check say.
   *
   * @throws IOException if one of them fails, with what it printed
   */
  public void test() throws IOException {
    run("check", "--strict", rules.toString());
    run("test", rules.toString());
  }

  private List<Decision> some(List<String> inputs) throws IOException {
    Path file = Files.createTempFile("inputs", ".json");
    try {
      Files.writeString(file, "{\"inputs\":[" + String.join(",", inputs) + "]}");
      String printed =
          run(
              "eval",
              "--format=raw",
              "--data=" + rules,
              "--data=" + file,
              "[d | some each in data.inputs; d := data.hefu.exchange.decision with input as"
                  + " each]");
      JsonNode answers = MAPPER.readTree(printed);
      if (answers.size() != inputs.size()) {
        throw new IOException(
            "opa gave %d decisions on %d inputs".formatted(answers.size(), inputs.size()));
      }
      List<Decision> decisions = new ArrayList<>(answers.size());
      answers.forEach(answer -> decisions.add(OutputJson.decision(answer)));
      return decisions;
    } finally {
      Files.delete(file);
    }
  }

  private String run(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("opa " + words[0] + " failed: " + printed.strip());
      }
    } catch (InterruptedException stopping) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("opa was interrupted", stopping);
    }
    return printed;
  }
}
