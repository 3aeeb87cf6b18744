package dev.hefu.gateway.demo.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runs of letters, digits, {@code -} and {@code _} in a text, and in what its base64url says:
 * tokens, signed records and disclosures are texts within a text.
 */
public final class Words {
  /** Shorter ones are equal by chance. */
  static final int LEAST_LENGTH = 8;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");

  private Words() {}

  /** All runs of any length. */
  public static Set<String> of(String text) {
    Set<String> words = new HashSet<>();
    collect(words, text);
    return words;
  }

  private static void collect(Set<String> words, String text) {
    Matcher match = WORD.matcher(text);
    while (match.find()) {
      if (words.add(match.group()) && match.group().length() >= LEAST_LENGTH) {
        decoded(match.group()).ifPresent(inner -> collect(words, inner));
      }
    }
  }

  /** What a run says once its base64url is taken off; empty if that is no text. */
  private static Optional<String> decoded(String run) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(run)))
              .toString();
      return CONTROL.matcher(text).find() ? Optional.empty() : Optional.of(text);
    } catch (IllegalArgumentException | CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
