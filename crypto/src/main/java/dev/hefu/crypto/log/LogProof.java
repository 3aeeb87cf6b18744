package dev.hefu.crypto.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that shows offline that an entry is in a log: its index, the path to the root, and the signed
 * checkpoint that states the root (c2sp.org/tlog-proof).
 *
 * @param index of the entry
 * @param path from the leaf's sibling up to the root's child
 * @param checkpoint the signed note, as published
 */
public record LogProof(long index, List<Hash> path, String checkpoint) {
  /** A tree of {@link Frontier#MAX_SIZE} leaves is this high. */
  public static final int MAX_PATH = 56;

  private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
  private static final String INDEX = "index ";
  private static final String EXTRA = "extra ";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  /**
   * @throws IllegalArgumentException if the index is negative or the path longer than {@value
   *     #MAX_PATH} hashes
   */
  public LogProof {
    path = List.copyOf(path);
    if (index < 0 || path.size() > MAX_PATH) {
      throw new IllegalArgumentException(
          "no log has a leaf " + index + " under a path of " + path.size() + " hashes");
    }
  }

  /** The proof together with the checkpoint of the same tree. */
  public static LogProof of(InclusionProof proof, String checkpoint) {
    return new LogProof(proof.index(), proof.path(), checkpoint);
  }

  /** The text form, without extra data. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER).append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /** The proof in its text form; extra data is skipped. Empty if the text is malformed. */
  public static Optional<LogProof> parse(String text) {
    int gap = text.indexOf("\n\n");
    if (gap < HEADER.length() || text.length() > 2 * Note.MAX_CHARS || !text.startsWith(HEADER)) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>(text.substring(HEADER.length(), gap).lines().toList());
    if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
      if (NoteSignature.base64(lines.removeFirst().substring(EXTRA.length())).isEmpty()) {
        return Optional.empty();
      }
    }
    if (lines.isEmpty() || lines.size() > 1 + MAX_PATH || !lines.getFirst().startsWith(INDEX)) {
      return Optional.empty();
    }
    String index = lines.removeFirst().substring(INDEX.length());
    return NUMBER.matcher(index).matches()
        ? path(lines)
            .map(path -> new LogProof(Long.parseLong(index), path, text.substring(gap + 2)))
        : Optional.empty();
  }

  private static Optional<List<Hash>> path(List<String> lines) {
    try {
      return Optional.of(lines.stream().map(Hash::ofBase64).toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The checkpoint under which the entry is proven to be in the log.
   *
   * @param leaf the hash of the entry's bytes
   * @param key of the log
   * @return empty unless the checkpoint is signed by the key and the path leads to its root
   */
  public Optional<Checkpoint> verified(Hash leaf, NoteVerifier key) {
    return Checkpoint.verified(checkpoint, key)
        .filter(
            stated ->
                index < stated.size()
                    && new InclusionProof(index, stated.size(), path).verify(leaf, stated.root()));
  }
}
