package dev.hefu.gateway.person;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.schemas.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * The texts that come with the program, {@code notices/<id>/1.<language>.md}: the first version of
 * each, put in force when a network begins. Whoever runs the gateway answers for these; every later
 * version is approved by two officers, and one that is there is never replaced from here.
 */
public final class ShippedNotices {
  private static final int FIRST = 1;
  private static final String INSTALLED = "installed";

  private ShippedNotices() {}

  private static Stream<String> ids() {
    return Stream.concat(
        Stream.of("data-sharing"), Arrays.stream(Purpose.values()).map(Notices::idOf));
  }

  /** Puts in force what no version is of yet; the leaf says that nobody approved it. */
  public static void install(DSLContext database, Committer committer) {
    if (ids().allMatch(id -> NoticeRows.newest(database, id) > 0)) {
      return;
    }
    committer.change(
        (tx, now) -> {
          List<LeafDraft> leaves = new ArrayList<>();
          ids()
              .filter(id -> NoticeRows.newest(tx, id) == 0)
              .forEach(id -> leaves.add(install(tx, now, id)));
          return new Changed<>(leaves.size(), leaves);
        });
  }

  private static LeafDraft install(DSLContext tx, Instant now, String id) {
    ObjectNode matter = JsonNodeFactory.instance.objectNode().put("id", id).put("version", FIRST);
    for (String language : NoticeMatter.LANGUAGES) {
      String text = read(id, language);
      NoticeRows.insert(tx, id, FIRST, language, NoticeText.of(text), null, now);
      matter.put(language, text);
    }
    return LeafDraft.change(
        LeafKind.NOTICE,
        now,
        LeafDraft.Owners.NONE,
        INSTALLED,
        Map.of(
            Group.DECISION,
            JsonNodeFactory.instance.objectNode().put("outcome", INSTALLED),
            Group.DATA,
            NoticeMatter.data(matter)));
  }

  private static String read(String id, String language) {
    String name = "/notices/%s/%d.%s.md".formatted(id, FIRST, language);
    try (InputStream in = ShippedNotices.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the text " + name + " did not come with the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
