package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Negates every condition of the rules, one at a time: each time a test of the rules must fail. */
@Tag("mutation")
class RegoMutationTest {
  /** A condition on a line of its own, or after the head's {@code if}. */
  private static final Pattern CONDITION =
      Pattern.compile("^(\\t|\\S.* if )(not )?((?!some |\\}|\\{|#|\")\\S.*)$");

  @TempDir private static Path copy;

  @BeforeAll
  static void copyTheRules() throws IOException {
    try (Stream<Path> files = Files.walk(Rego.FOLDER.resolve("hefu"))) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(Rego.FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void noNegatedConditionGoesUnnoticed() throws Exception {
    assumeTrue(Rego.opa().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    List<String> survivors = new ArrayList<>();
    int mutants = 0;
    for (Path rule : Rego.sources()) {
      Path file = copy.resolve(Rego.FOLDER.relativize(rule).toString());
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = CONDITION.matcher(lines.get(i));
        if (!matcher.matches() || !isCondition(matcher)) {
          continue;
        }
        List<String> mutated = new ArrayList<>(lines);
        mutated.set(i, negated(matcher));
        Files.write(file, mutated);
        mutants++;
        if (passes()) {
          survivors.add(Rego.FOLDER.relativize(rule) + ":" + (i + 1) + " " + mutated.get(i));
        }
      }
      Files.write(file, lines);
    }
    System.out.printf("%d conditions negated, %d survivors%n", mutants, survivors.size());
    assertTrue(mutants > 60, mutants + " conditions");
    assertEquals(List.of(), survivors);
  }

  /** Not an assignment, which has no truth, nor the first line of a longer term. */
  private static boolean isCondition(Matcher matcher) {
    boolean assignment = matcher.group(1).equals("\t") && matcher.group(3).contains(":= ");
    return !assignment && !matcher.group(3).endsWith("{");
  }

  private static String negated(Matcher matcher) {
    String not = matcher.group(2) == null ? "not " : "";
    return matcher.group(1) + not + matcher.group(3);
  }

  private static boolean passes() throws IOException, InterruptedException {
    return Rego.run(Rego.opa().orElseThrow(), "test", copy.toString()).status() == 0;
  }
}
