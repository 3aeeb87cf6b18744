package dev.hefu.gateway.figure;

import dev.hefu.policy.figure.People;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Whose data goes into a figure, kept for the persons themselves. It is written before the commit,
 * so that thousands of rows are not written while the log's head is held: they are durable before
 * anything is released, and count only once the exchange's own leaf says PERMIT.
 */
final class CountedPeople {
  private static final String RECORD =
      """
      INSERT INTO gateway.counted (subject, exchange, consent, at)
      SELECT subject, ?, consent, ? FROM unnest(?::uuid[], ?::text[]) AS one (subject, consent)\
      """;

  private static final String FORGET = "DELETE FROM gateway.counted WHERE exchange = ?";

  private CountedPeople() {}

  static void record(DSLContext database, UUID exchange, List<People.Person> people, Instant at) {
    RoundTrip trip = new RoundTrip();
    trip.update(
        RECORD,
        parameters ->
            parameters
                .add(exchange)
                .add(at)
                .uuids(people, People.Person::subject)
                .texts(people, People.Person::reference));
    trip.send(database);
  }

  /** Of an exchange that told nothing. */
  static void forget(DSLContext database, UUID exchange) {
    RoundTrip trip = new RoundTrip();
    trip.update(FORGET, parameters -> parameters.add(exchange));
    trip.send(database);
  }
}
