package dev.hefu.crypto.log;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A log's statement of its size and root (c2sp.org/tlog-checkpoint), without extension lines.
 *
 * @param origin the name of the log, one line
 * @param size the number of leaves
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,17}");

  /**
   * @throws IllegalArgumentException if the origin is not one non-empty line or the size is out of
   *     range
   */
  public Checkpoint {
    if (origin.isEmpty() || origin.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("the origin of a log is one line of text");
    }
    if (size < 0 || size > Frontier.MAX_SIZE) {
      throw new IllegalArgumentException("no log has " + size + " leaves");
    }
  }

  /** The text that is signed: origin, size and root on a line each. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /** The signed note, ready to be published. */
  public String signed(NoteSigner signer) {
    return new Note(text(), List.of(signer.sign(text()))).wire();
  }

  /**
   * The checkpoint in a signed note.
   *
   * @return empty unless the note is well-formed, is about the log that the key is named for and
   *     carries a signature by that key, and none of its lines is a failed one by that key
   */
  public static Optional<Checkpoint> verified(String note, NoteVerifier key) {
    return Note.parse(note)
        .filter(parsed -> parsed.signedBy(key))
        .flatMap(parsed -> ofText(parsed.text()))
        .filter(checkpoint -> checkpoint.origin().equals(key.name()));
  }

  /** The checkpoint in an unsigned text; empty if it is not exactly of this form. */
  static Optional<Checkpoint> ofText(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 3 || !SIZE.matcher(lines.get(1)).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              new Checkpoint(
                  lines.get(0), Long.parseLong(lines.get(1)), Hash.ofBase64(lines.get(2))))
          .filter(checkpoint -> checkpoint.text().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
