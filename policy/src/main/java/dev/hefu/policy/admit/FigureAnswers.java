package dev.hefu.policy.admit;

import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.List;

/** The answers that questions about groups have, as they are kept. */
final class FigureAnswers {
  private static final String WRITE =
      """
      INSERT INTO policy.figure_answers (question, agreement, day, answer, exchange)
      SELECT question, agreement, day::date, answer, exchange
      FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::uuid[])
        AS told (question, agreement, day, answer, exchange)\
      """;

  private FigureAnswers() {}

  /** Adds the writing of answers; nothing is sent where there are none. */
  static void write(RoundTrip trip, List<FigureAnswer> answers) {
    if (!answers.isEmpty()) {
      trip.update(
          WRITE,
          parameters ->
              parameters
                  .texts(answers, FigureAnswer::question)
                  .uuids(answers, FigureAnswer::agreement)
                  .texts(answers, answer -> answer.day().toString())
                  .texts(answers, FigureAnswer::text)
                  .uuids(answers, FigureAnswer::exchange));
    }
  }
}
