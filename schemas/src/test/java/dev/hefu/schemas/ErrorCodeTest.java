package dev.hefu.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ErrorCodeTest {
  @Test
  void theGuideIsTheEnumInItsOrder() throws IOException {
    Path guide = Path.of(System.getProperty("hefu.root", ".."), "docs", "ERRORS.md");
    List<String> rows =
        Files.readAllLines(guide).stream().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();
    assertEquals(Arrays.stream(ErrorCode.values()).map(ErrorCodeTest::row).toList(), rows);
  }

  private static String row(ErrorCode code) {
    return "| %d | `%s` | %d | %s | %s · %s | %s<br>%s |"
        .formatted(
            code.ordinal() + 1,
            code.code(),
            code.status(),
            code.leavesLeaf() ? "yes" : "–",
            code.title(),
            code.titleZh(),
            code.remedy(),
            code.remedyZh());
  }

  @Test
  void everyTextIsThereInBothLanguages() {
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(code.code().matches("[a-z]+(-[a-z]+)*"), code.code());
      assertTrue(code.status() >= 400 && code.status() <= 599, code.code());
      assertFalse(chinese(code.title()) || chinese(code.remedy()), code.code());
      assertTrue(chinese(code.titleZh()) && chinese(code.remedyZh()), code.code());
      assertTrue(code.remedy().endsWith(".") && code.remedyZh().endsWith("。"), code.code());
      assertEquals(Optional.of(code), ErrorCode.of(code.code()));
    }
    assertEquals(Optional.empty(), ErrorCode.of("no-such-code"));
  }

  @Test
  void onlyDecisionsLeaveALeaf() {
    for (ErrorCode code : ErrorCode.values()) {
      boolean decision =
          (code.status() == 403 && code != ErrorCode.ROLE_MISSING)
              || code == ErrorCode.POLICY_UNAVAILABLE
              || code == ErrorCode.ANSWER_WITHHELD;
      assertEquals(decision, code.leavesLeaf(), code.code());
    }
  }

  private static boolean chinese(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }
}
