package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.recording.Words;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The gateway's own log names nobody: no account, no participant's id of a person, no token. */
final class ReadOwnLog implements Step {
  /** How the tokens and keys of this system begin: base64url of {@code {"}. */
  private static final String TOKEN = "eyJ";

  @Override
  public String title() {
    return "运行日志不含任何个人与令牌 · The gateway's own log names no person and no token";
  }

  @Override
  public void run(Stage stage) throws IOException {
    Path log = stage.folder().part(DemoFolder.LOG);
    Set<String> names = new HashSet<>();
    for (Person person : stage.persons()) {
      names.add(person.username());
      for (Partner partner : stage.partners().values()) {
        names.add(partner.customerId(person.customer()));
      }
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> telling = lines.filter(line -> tells(line, names)).toList();
      StepFailed.unless(telling.isEmpty(), "%d lines of %s tell of somebody", telling.size(), log);
    }
  }

  private static boolean tells(String line, Set<String> names) {
    return Words.of(line).stream().anyMatch(word -> names.contains(word) || word.startsWith(TOKEN));
  }
}
