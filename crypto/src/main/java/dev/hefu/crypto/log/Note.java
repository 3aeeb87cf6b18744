package dev.hefu.crypto.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text with signature lines below it (c2sp.org/signed-note). */
record Note(String text, List<NoteSignature> signatures) {
  /** Room for 16 post-quantum signatures, which verifiers have to accept. */
  static final int MAX_CHARS = 128 * 1024;

  /** As many as verifiers have to accept, and as many again. */
  static final int MAX_SIGNATURES = 32;

  private static final String GAP = "\n\n";

  String wire() {
    StringBuilder wire = new StringBuilder(text).append('\n');
    signatures.forEach(line -> wire.append(line.text()).append('\n'));
    return wire.toString();
  }

  static Optional<Note> parse(String wire) {
    int gap = wire.lastIndexOf(GAP);
    if (wire.length() > MAX_CHARS
        || gap < 0
        || !wire.endsWith("\n")
        || wire.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      return Optional.empty();
    }
    String lines = wire.substring(gap + GAP.length());
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      Optional<NoteSignature> signature = NoteSignature.parse(line);
      if (signature.isEmpty() || signatures.size() == MAX_SIGNATURES) {
        return Optional.empty();
      }
      signatures.add(signature.get());
    }
    return signatures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Note(wire.substring(0, gap + 1), signatures));
  }

  /** Whether this key signed the text, and no line that claims to be its fails. */
  boolean signedBy(NoteVerifier key) {
    List<NoteSignature> own = signatures.stream().filter(key::matches).toList();
    return !own.isEmpty() && own.stream().allMatch(line -> key.verify(text, line));
  }
}
