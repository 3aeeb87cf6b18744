package dev.hefu.policy.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.dataset.Axis;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.exchange.Figures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told of groups, as cases that a privacy officer reads; and what of counts is believed.
 */
final class GroupCasesTest {
  private static final Cell CELL =
      new Cell(
          "purchase.personal",
          Category.PURCHASE,
          Classification.PERSONAL,
          List.of("first", "second"),
          List.of());

  private static final Question QUESTION =
      new Question(
          UUID.randomUUID(),
          "shop",
          new DatasetVersion("product-insight", 1),
          Purpose.RESEARCH,
          List.of("second", "first"),
          LocalDate.of(2026, 6, 1),
          20);

  private static Axis axis(String field, int values) {
    return new Axis(
        field,
        CELL,
        field,
        null,
        IntStream.range(0, values).mapToObj(value -> field + value).toList());
  }

  private static Tally tally(int[][] counts) {
    List<Axis> axes = new ArrayList<>(List.of(axis("first", counts.length - 1)));
    if (counts[0].length > 1) {
      axes.add(axis("second", counts[0].length - 1));
    }
    return new Tally(axes, counts);
  }

  /** One field stands in one line: each of its values is a row of one column. */
  private static int[][] table(String text) {
    int[][] table =
        Arrays.stream(text.split("/", -1))
            .map(row -> Arrays.stream(row.strip().split(" ")).mapToInt(Integer::parseInt).toArray())
            .toArray(int[][]::new);
    return table.length == 1 ? Suppression.transposed(table) : table;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[ /]+")).filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "groups.csv", delimiter = '|', useHeadersInDisplayName = true)
  void whatIsTold(String why, String persons, String told) {
    Figures figures = tally(table(persons)).told(QUESTION);
    assertEquals(
        words(told),
        figures.groups().stream()
            .map(group -> group.persons() == null ? "." : group.persons().toString())
            .toList(),
        why);
    int all = words(persons).stream().mapToInt(Integer::parseInt).sum();
    assertEquals(Tally.rounded(all), figures.persons());
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "20, 20", "21, 25", "25, 25", "30, 30"})
  void theRulesMayAskForLargerGroupsAndNeverForSmaller(int asked, int least) {
    assertEquals(least, Tally.smallestGroup(asked));
    Question question =
        new Question(
            QUESTION.agreement(),
            QUESTION.provider(),
            QUESTION.dataset(),
            QUESTION.purpose(),
            QUESTION.by(),
            QUESTION.day(),
            least);
    assertEquals(least == 20, question.digest().equals(QUESTION.digest()), "another question");
    Figures figures = tally(table("100 100 " + (least - 1) + " 0")).told(question);
    assertEquals(least, figures.smallestGroup());
    assertEquals(3, figures.groups().stream().filter(group -> group.persons() == null).count());
  }

  @Test
  void theSameQuestionInOtherWordsIsTheSame() {
    Question turned =
        new Question(
            QUESTION.agreement(),
            QUESTION.provider(),
            QUESTION.dataset(),
            QUESTION.purpose(),
            List.of("first", "second"),
            QUESTION.day(),
            QUESTION.smallestGroup());
    assertEquals(QUESTION.digest(), turned.digest());
  }

  private static ToldCount told(String text) {
    int equals = text.indexOf('=');
    List<Optional<String>> values =
        Arrays.stream(text.substring(0, equals).split(","))
            .map(value -> Optional.of(value).filter(any -> !any.equals("-")))
            .toList();
    return new ToldCount(values, Long.parseLong(text.substring(equals + 1)));
  }

  private static TallyReading read(String counts) {
    List<Axis> axes = List.of(axis("a", 2), axis("b", 2));
    return Tally.read(axes, 50, words(counts).stream().map(GroupCasesTest::told).toList());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "all have both values        | a0,b0=20 a1,b1=30   | 20 0 0 0 30 0 0 0 0   | 0",
        "who is in no group has none | a0,b0=20            | 20 0 0 0 0 0 0 0 30   | 0",
        "some lack one value         | a0,-=20 -,b1=5      | 0 0 20 0 0 0 0 5 25   | 0",
        "others are told as such     | -,-=7               | 0 0 0 0 0 0 0 0 50    | 0",
        "a value not in the list     | a7,b0=20 a0,b0=30   | 30 0 0 0 0 0 0 0 20   | 1",
        "a value too many            | a0,b0,b1=20         | 0 0 0 0 0 0 0 0 50    | 1",
        "a value too few             | a0=20               | 0 0 0 0 0 0 0 0 50    | 1",
      })
  void countsThatCanBe(String why, String counts, String table, int strays) {
    TallyReading.Read read = assertInstanceOf(TallyReading.Read.class, read(counts));
    assertEquals(
        words(table),
        Arrays.stream(read.tally().counts())
            .flatMapToInt(Arrays::stream)
            .mapToObj(Integer::toString)
            .collect(Collectors.toList()));
    assertEquals(strays, read.strays());
    assertEquals(50, read.tally().persons(), "everybody asked about is somewhere");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "fewer than nobody  | a0,b0=-1",
        "more than asked    | a0,b0=51",
        "more than asked in sum | a0,b0=30 a1,b0=21",
        "a group twice      | a0,b0=1 a0,b0=1",
        "beyond an int      | a0,b0=4294967296",
      })
  void countsThatCannotBe(String why, String counts) {
    assertInstanceOf(TallyReading.Refused.class, read(counts));
  }
}
