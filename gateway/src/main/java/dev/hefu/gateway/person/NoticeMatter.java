package dev.hefu.gateway.person;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.motion.Matter;
import dev.hefu.gateway.motion.Motion;
import dev.hefu.gateway.motion.MotionKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * A new version of a text that persons are shown: {@code {id, version, zh, en}}. It is in force
 * from its second approval on; before, it stands nowhere but in its motion.
 */
public final class NoticeMatter implements Matter {
  /** Both are required: everything a person looks at is in both. */
  static final List<String> LANGUAGES = List.of("zh", "en");

  private static final int MAX_TITLE_CHARS = 200;

  /** The next version of a notice with these texts. */
  public static ObjectNode of(DSLContext tx, String id, String zh, String en) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("version", NoticeRows.newest(tx, id) + 1)
        .put("zh", zh)
        .put("en", en);
  }

  @Override
  public MotionKind kind() {
    return MotionKind.NOTICE;
  }

  @Override
  public Optional<String> fault(DSLContext tx, Instant now, ObjectNode matter) {
    String id = matter.required("id").textValue();
    for (String language : LANGUAGES) {
      String title = text(matter, language).title();
      if (title.isEmpty() || title.length() > MAX_TITLE_CHARS) {
        return Optional.of(
            "the first line of %s is its title, of 1 to %d characters, not %d"
                .formatted(language, MAX_TITLE_CHARS, title.length()));
      }
    }
    int newest = NoticeRows.newest(tx, id);
    int version = matter.required("version").intValue();
    return version == newest + 1
        ? Optional.empty()
        : Optional.of(
            "version %d of %s is in force since; propose the text again as version %d"
                .formatted(newest, id, newest + 1));
  }

  @Override
  public void carry(DSLContext tx, Instant now, Motion motion) {
    ObjectNode matter = motion.matter();
    String id = matter.required("id").textValue();
    int version = matter.required("version").intValue();
    for (String language : LANGUAGES) {
      NoticeRows.insert(tx, id, version, language, text(matter, language), motion.id(), now);
    }
  }

  @Override
  public Description describe(DSLContext tx, ObjectNode matter) {
    return new Description(LeafDraft.Owners.NONE, Map.of(Group.DATA, data(matter)));
  }

  /** What a leaf says of a version: its digests, never the text. */
  static ObjectNode data(ObjectNode matter) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("notice", matter.required("id").textValue())
            .put("noticeVersion", matter.required("version").intValue());
    LANGUAGES.forEach(language -> data.put(language, text(matter, language).digest()));
    return data;
  }

  private static NoticeText text(ObjectNode matter, String language) {
    return NoticeText.of(matter.required(language).textValue());
  }
}
