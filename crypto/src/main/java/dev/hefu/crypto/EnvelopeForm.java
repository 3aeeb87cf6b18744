package dev.hefu.crypto;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the five parts of an envelope are written (RFC 7516, 7). */
public enum EnvelopeForm {
  /** With dots between: for headers, tokens and members of JSON. */
  COMPACT("", ".", ".", ".", ".", ""),
  /** As the members of a flattened JSON object: for files, and for libraries that speak only it. */
  JSON(
      "{\"protected\":\"",
      "\",\"encrypted_key\":\"",
      "\",\"iv\":\"",
      "\",\"ciphertext\":\"",
      "\",\"tag\":\"",
      "\"}");

  /** How many parts an envelope has. */
  static final int PARTS = 5;

  private final List<String> around;

  EnvelopeForm(String... around) {
    this.around = List.of(around);
  }

  /** What stands before the part with this index, or behind the last one. */
  byte[] before(int part) {
    return around.get(part).getBytes(StandardCharsets.US_ASCII);
  }

  /** Characters that are no part's. */
  int overhead() {
    return around.stream().mapToInt(String::length).sum();
  }
}
