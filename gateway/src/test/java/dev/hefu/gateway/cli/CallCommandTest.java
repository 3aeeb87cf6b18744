package dev.hefu.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line itself makes of the words of a call, where no demo runs. */
final class CallCommandTest {
  @TempDir private Path folder = Path.of("");

  /** A body in a file is a body, not more words of the command line, however many it has. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"provider\": \"wallet\", \"version\": 1}", "{}", "", "a b c d"})
  void theBodyMayStandInAFile(String body) throws IOException {
    Path file = Files.writeString(folder.resolve("body.json"), body);
    StringWriter said = new StringWriter();
    int code =
        HefuCommand.line()
            .setErr(new PrintWriter(said, true))
            .execute(
                "call",
                "--data-dir",
                folder.resolve("no-demo").toString(),
                "--as",
                "market",
                "POST",
                "/v1/exchanges",
                "@" + file);
    assertEquals(1, code, said::toString);
    assertTrue(said.toString().startsWith("hefu: "), said::toString);
  }
}
