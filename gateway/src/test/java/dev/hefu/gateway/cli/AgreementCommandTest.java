package dev.hefu.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a finance person sees at a terminal. */
final class AgreementCommandTest {
  private static final Path CASES = Path.of(System.getProperty("hefu.root", ".."), "docs/cases");

  @TempDir private Path folder = Path.of("");

  private record Ran(int code, String output) {}

  private static Ran run(String... words) {
    StringWriter output = new StringWriter();
    int code =
        new CommandLine(new CommandGroup.Agreement())
            .setOut(new PrintWriter(output, true))
            .execute(words);
    return new Ran(code, output.toString());
  }

  @Test
  void casesThatHoldEndWithZero() {
    Ran ran = run("test", CASES.resolve("splits.yaml").toString());
    assertEquals(0, ran.code(), ran.output());
    assertTrue(ran.output().contains("✓ sale gives: Each is owed 33⅓"), ran.output());
    assertTrue(ran.output().contains("0 do not"), ran.output());
  }

  @Test
  void aWrongExpectationEndsWithOneAndShowsBoth() throws IOException {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(
        wrong,
        Files.readString(CASES.resolve("splits.yaml")).replace("{alpha: 34}", "{alpha: 35}"));
    Ran ran = run("test", "--quiet", wrong.toString());
    assertEquals(1, ran.code(), ran.output());
    assertTrue(ran.output().contains("expected {first alpha=35, "), ran.output());
    assertTrue(ran.output().contains("actual   {first alpha=34, "), ran.output());
  }

  @Test
  void anUnreadableFileNamesItsLine() throws IOException {
    Path broken = folder.resolve("broken.yaml");
    Files.writeString(
        broken,
        Files.readString(CASES.resolve("splits.yaml")).replace("rate: 12.5%", "rate: 125%"));
    Ran ran = run("test", broken.toString());
    assertEquals(1, ran.code(), ran.output());
    assertTrue(ran.output().contains("broken.yaml:44: commission: \"125%\" is no"), ran.output());
  }

  @Test
  void anAgreementIsToldBackInBothLanguages() throws IOException {
    Path agreement = folder.resolve("agreement.yaml");
    Files.writeString(agreement, AGREEMENT);
    Ran ran = run("check", agreement.toString());
    assertEquals(0, ran.code(), ran.output());
    assertTrue(ran.output().contains("half: shop receives 50% of the whole."), ran.output());
    assertTrue(ran.output().contains("half：shop获得全额的50%。"), ran.output());
  }

  @Test
  void anAmendmentThatContinuesIsHeldAgainstTheVersionBefore() throws IOException {
    String scale =
        "\n  - {id: bonus, scale: {to: shop, per: year, mode: graduated,"
            + " steps: [{from: 0, rate: 1%}]}}\n  - {id: rest";
    Path before = folder.resolve("before.yaml");
    Path after = folder.resolve("after.yaml");
    Files.writeString(before, AGREEMENT.replace("\n  - {id: rest", scale));
    String amended =
        AGREEMENT
            .replace("\n  - {id: rest", scale)
            .replace("version: 1", "version: 2\ncontinues: true");
    Files.writeString(after, amended);
    Ran good = run("check", "--before", before.toString(), after.toString());
    assertEquals(0, good.code(), good.output());
    assertTrue(good.output().contains("It goes on with the counters of version 1."), good.output());
    assertTrue(good.output().contains("延续第1版的累计数。"), good.output());
    Files.writeString(after, amended.replace("currency: CNY", "currency: EUR"));
    Ran bad = run("check", "--before", before.toString(), after.toString());
    assertEquals(1, bad.code(), bad.output());
    assertTrue(bad.output().contains("after.yaml:4: /continues: The version before"), bad.output());
  }

  @Test
  void aFaultyAgreementNamesLineAndTerm() throws IOException {
    Path agreement = folder.resolve("agreement.yaml");
    Files.writeString(agreement, AGREEMENT.replace("to: brand", "to: nobody"));
    Ran ran = run("check", agreement.toString());
    assertEquals(1, ran.code(), ran.output());
    assertTrue(
        ran.output()
            .contains("agreement.yaml:11: rest: nobody is not one of the parties. (party-unknown)"),
        ran.output());
  }

  private static final String AGREEMENT =
      """
      format: hefu-revenue-agreement/1
      name: halves
      version: 1
      title: {en: Halves, zh: 对半}
      currency: CNY
      from: 2026-01-01
      parties: [shop, brand]
      selects: {}
      terms:
        - {id: half, percentage: {to: shop, rate: 50%}}
        - {id: rest, remaining: {to: brand}}
      """;
}
