package dev.hefu.gateway.figure;

import dev.hefu.gateway.evidence.Retention;
import dev.hefu.policy.figure.People;
import dev.hefu.policy.roundtrip.RoundTrip;
import dev.hefu.schemas.dataset.Axis;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * Whose data goes into a figure, kept for the persons themselves, and held against every further
 * question. It is written before the provider is asked, so that thousands of rows are not written
 * while the log's head is held: they are durable before anything is released, and count only once
 * the exchange's own leaf says PERMIT.
 */
final class CountedPeople {
  /** Longer than any exchange takes: an older one without its leaf has told nothing. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(5);

  private static final String RECORD =
      """
      INSERT INTO gateway.counted (subject, exchange, consent, at)
      SELECT subject, ?, consent, ? FROM unnest(?::uuid[], ?::text[]) AS one (subject, consent)\
      """;

  private static final String RECORD_QUESTION =
      """
      INSERT INTO gateway.counted_question
        (exchange, consumer, provider, dataset, fields, persons, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String FORGET = "DELETE FROM gateway.counted WHERE exchange = ?";

  private static final String FORGET_QUESTION =
      "DELETE FROM gateway.counted_question WHERE exchange = ?";

  /**
   * Those in either but not in both are as many as are in the one and in the other, less twice
   * those in both. Two that are under way at once each see the other: one at least is refused.
   */
  private static final String DIFFERING_BY_FEW =
      """
      SELECT 1 FROM gateway.counted_question told
      CROSS JOIN LATERAL (
        SELECT count(*) AS persons FROM gateway.counted theirs
        JOIN gateway.counted mine ON mine.subject = theirs.subject AND mine.exchange = ?
        WHERE theirs.exchange = told.exchange) AS common
      WHERE told.consumer = ? AND told.provider = ? AND told.dataset = ? AND told.at > ?
        AND told.fields && ? AND told.exchange <> ?
        AND abs(told.persons - ?) < ?
        AND (told.at > ? OR EXISTS (
          SELECT 1 FROM gateway.disclosure
          WHERE disclosure.exchange = told.exchange AND disclosure.outcome = 'PERMIT'))
        AND told.persons + ? - 2 * common.persons BETWEEN 1 AND ? - 1
      LIMIT 1\
      """;

  private CountedPeople() {}

  static void record(DSLContext database, DecidedFigure decided) {
    AskedFigure asked = decided.asked();
    RoundTrip trip = new RoundTrip();
    trip.update(
        RECORD,
        parameters ->
            parameters
                .add(decided.exchange())
                .add(asked.at())
                .uuids(decided.people(), People.Person::subject)
                .texts(decided.people(), People.Person::reference));
    trip.update(
        RECORD_QUESTION,
        parameters ->
            parameters
                .add(decided.exchange())
                .add(asked.consumer().id())
                .add(asked.provider().id())
                .add(asked.dataset().name())
                .texts(asked.axes(), Axis::field)
                .add((long) decided.people().size())
                .add(asked.at()));
    trip.send(database);
  }

  /**
   * Whether an answer would differ by a few persons from one that the consumer has, about the same
   * provider's dataset and one of its fields: the two together would tell of these few.
   *
   * @param few persons are fewer than these; none are none
   */
  static boolean differByFew(DSLContext database, DecidedFigure decided, int few) {
    AskedFigure asked = decided.asked();
    long persons = decided.people().size();
    RoundTrip trip = new RoundTrip();
    Supplier<Boolean> found =
        trip.query(
            DIFFERING_BY_FEW,
            parameters ->
                parameters
                    .add(decided.exchange())
                    .add(asked.consumer().id())
                    .add(asked.provider().id())
                    .add(asked.dataset().name())
                    .add(asked.at().minus(Retention.QUESTIONS))
                    .texts(asked.axes(), Axis::field)
                    .add(decided.exchange())
                    .add(persons)
                    .add((long) few)
                    .add(asked.at().minus(UNDER_WAY))
                    .add(persons)
                    .add((long) few),
            ResultSet::next);
    trip.send(database);
    return found.get();
  }

  /** Of an exchange that told nothing. */
  static void forget(DSLContext database, UUID exchange) {
    RoundTrip trip = new RoundTrip();
    trip.update(FORGET_QUESTION, parameters -> parameters.add(exchange));
    trip.update(FORGET, parameters -> parameters.add(exchange));
    trip.send(database);
  }
}
