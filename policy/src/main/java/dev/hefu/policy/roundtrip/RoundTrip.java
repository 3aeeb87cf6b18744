package dev.hefu.policy.roundtrip;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Statements of fixed text that go to the database together and are executed one after the other,
 * in the order in which they were added. At the isolation level READ COMMITTED each sees what was
 * committed before it began, so one that follows the taking of a lock sees everything that was
 * committed while the lock was waited for. If one fails, those after it are not executed.
 *
 * <p>The texts should come in few combinations: each combination is prepared once per connection.
 */
public final class RoundTrip {
  private record Step(String sql, @Nullable Binding binding, @Nullable Answer<?> answer) {}

  /** Sets a statement's parameters, from left to right. */
  @FunctionalInterface
  public interface Binding {
    /** Sets all of them. */
    void bind(Parameters parameters) throws SQLException;
  }

  /** Makes a value of a statement's rows. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Called once, before the first row. */
    T read(ResultSet rows) throws SQLException;
  }

  private static final class Answer<T> implements Supplier<T> {
    private final Reading<T> reading;
    private @Nullable T value;

    Answer(Reading<T> reading) {
      this.reading = reading;
    }

    void read(ResultSet rows) throws SQLException {
      value = reading.read(rows);
    }

    @Override
    public T get() {
      if (value == null) {
        throw new IllegalStateException("asked for an answer before the statements were sent");
      }
      return value;
    }
  }

  private final List<Step> steps = new ArrayList<>();

  /**
   * Adds a statement that returns rows.
   *
   * @return gives what was read, after {@link #send}
   */
  public <T> Supplier<T> query(String sql, Binding binding, Reading<T> reading) {
    Answer<T> answer = new Answer<>(reading);
    steps.add(new Step(sql, binding, answer));
    return answer;
  }

  /** Adds a statement that returns no rows. */
  public void update(String sql, Binding binding) {
    steps.add(new Step(sql, binding, null));
  }

  /** Sends the statements and reads their answers; a second time would send them again. */
  public void send(Connection connection) throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    List<String> texts = steps.stream().map(Step::sql).toList();
    try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", texts))) {
      Parameters parameters = new Parameters(connection, statement);
      for (Step step : steps) {
        if (step.binding() != null) {
          step.binding().bind(parameters);
        }
      }
      statement.execute();
      for (Step step : steps) {
        if (step.answer() != null) {
          try (ResultSet rows = statement.getResultSet()) {
            step.answer().read(rows);
          }
        }
        statement.getMoreResults();
      }
    }
  }

  /** Sends the statements in a transaction of jOOQ's. */
  public void send(DSLContext tx) {
    tx.connection(this::send);
  }

  /**
   * The same transaction, of which this round trip takes all that is given to {@link #write}, to go
   * ahead of what is added later. Until it was sent, the transaction does not see it.
   */
  public DSLContext collecting(DSLContext tx) {
    Configuration configuration = tx.configuration().derive();
    configuration.data(RoundTrip.class, this);
    return DSL.using(configuration);
  }

  /**
   * Writes in a transaction of jOOQ's what the caller does not read again: with what the
   * transaction sends next if a round trip is {@linkplain #collecting}, at once if none is.
   */
  public static void write(DSLContext tx, String sql, Binding binding) {
    if (tx.configuration().data(RoundTrip.class) instanceof RoundTrip next) {
      next.update(sql, binding);
    } else {
      RoundTrip alone = new RoundTrip();
      alone.update(sql, binding);
      alone.send(tx);
    }
  }
}
