package dev.hefu.policy.figure;

import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.agreement.DatasetVersion;
import dev.hefu.schemas.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What has one answer: asked again in other words, by another call or at another node, it is the
 * same question and costs nothing.
 *
 * @param agreement the sharing agreement under which it is asked
 * @param by the fields, sorted: their order makes no other question
 * @param day of UTC; tomorrow the question is another
 * @param smallestGroup fewest persons of a group that is told: rules that ask for more ask anew
 */
public record Question(
    UUID agreement,
    String provider,
    DatasetVersion dataset,
    Purpose purpose,
    List<String> by,
    LocalDate day,
    int smallestGroup) {
  /** Copies and sorts the fields. */
  public Question {
    by = by.stream().sorted().toList();
  }

  /** The day at this moment. */
  public static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /** What it is kept under: SHA-256 of its parts, base64url. */
  public String digest() {
    String text =
        String.join(
            "\n",
            agreement.toString(),
            dataset.toString(),
            purpose.code(),
            String.join(" ", by),
            day.toString(),
            Integer.toString(smallestGroup));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Providers.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
