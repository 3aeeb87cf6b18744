package dev.hefu.policy.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Negates every condition of the rules, shifts every bound and takes every word out of its set, one
 * at a time: each time a test of the rules must fail.
 */
@Tag("mutation")
class RegoMutationTest {
  /** A condition on a line of its own, or after the head's {@code if}. */
  private static final Pattern CONDITION =
      Pattern.compile("^(\\t|\\S.* if )(not )?((?!some |\\}|\\{|#|\")\\S.*)$");

  private static final Pattern BOUND = Pattern.compile("(?<= )([<>])(=?) ");

  /** A set of words, on one line. */
  private static final Pattern SET = Pattern.compile("\\{\"[A-Za-z]+\"[,}]");

  private static final Pattern WORD = Pattern.compile("\"[A-Za-z]+\"(?=[,}])");

  /** No first one of none is left out by itself. */
  private static final String NO_MATTER = "count(masked) >= 0";

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
    assertEquals(List.of(), survivors("conditions negated", RegoMutationTest::negations, 60));
  }

  @Test
  void noShiftedBoundAndNoMissingWordGoesUnnoticed() throws Exception {
    assertEquals(
        List.of(NO_MATTER),
        survivors("bounds and words changed", RegoMutationTest::changes, 25).stream()
            .map(each -> each.replaceFirst(".*\\t", ""))
            .toList());
  }

  private static List<String> survivors(
      String what, Function<String, List<String>> damage, int atLeast) throws Exception {
    assumeTrue(Rego.opa().isPresent(), "opa is neither on the PATH nor in ~/go/bin");
    List<String> survivors = new ArrayList<>();
    int mutants = 0;
    for (Path rule : Rego.sources()) {
      Path file = copy.resolve(Rego.FOLDER.relativize(rule).toString());
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (String damaged : damage.apply(lines.get(i))) {
          List<String> mutated = new ArrayList<>(lines);
          mutated.set(i, damaged);
          Files.write(file, mutated);
          mutants++;
          if (passes()) {
            survivors.add(Rego.FOLDER.relativize(rule) + ":" + (i + 1) + " " + damaged);
          }
        }
      }
      Files.write(file, lines);
    }
    System.out.printf("%d %s, %d survivors%n", mutants, what, survivors.size());
    assertTrue(mutants > atLeast, mutants + " " + what);
    return survivors;
  }

  private static List<String> negations(String line) {
    Matcher matcher = CONDITION.matcher(line);
    return matcher.matches() && isCondition(matcher) ? List.of(negated(matcher)) : List.of();
  }

  /** Each bound shifted by where both sides are equal, each word of a set taken out of it. */
  private static List<String> changes(String line) {
    if (line.startsWith("#")) {
      return List.of();
    }
    List<String> changes = new ArrayList<>();
    BOUND
        .matcher(line)
        .results()
        .forEach(
            bound ->
                changes.add(
                    line.substring(0, bound.start())
                        + (bound.group(2).isEmpty() ? bound.group(1) + "= " : bound.group(1) + " ")
                        + line.substring(bound.end())));
    if (SET.matcher(line).find()) {
      WORD.matcher(line)
          .results()
          .forEach(
              word ->
                  changes.add(
                      line.substring(0, word.start()) + "\"-\"" + line.substring(word.end())));
    }
    return changes;
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
