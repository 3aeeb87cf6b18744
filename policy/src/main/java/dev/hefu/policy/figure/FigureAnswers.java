package dev.hefu.policy.figure;

import dev.hefu.policy.roundtrip.RoundTrip;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** What was told of groups, kept so that the same question has the same answer. */
public final class FigureAnswers {
  private static final String FIND = "SELECT answer FROM policy.figure_answers WHERE question = ?";

  private FigureAnswers() {}

  /** The answer that a question has already; empty if it has none yet. */
  public static Optional<String> find(DSLContext database, Question question) {
    RoundTrip trip = new RoundTrip();
    Supplier<Optional<String>> found =
        trip.query(
            FIND,
            parameters -> parameters.add(question.digest()),
            rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty());
    trip.send(database);
    return found.get();
  }
}
