package dev.hefu.policy.roundtrip;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a {@link RoundTrip}'s statements from left to right. */
public final class Parameters {
  private final Connection connection;
  private final PreparedStatement statement;
  private int position;

  Parameters(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  /** A {@code uuid}. */
  public Parameters add(UUID value) throws SQLException {
    statement.setObject(++position, value);
    return this;
  }

  /** A {@code text}. */
  public Parameters add(String value) throws SQLException {
    statement.setString(++position, value);
    return this;
  }

  /** A {@code bigint}. */
  public Parameters add(long value) throws SQLException {
    statement.setLong(++position, value);
    return this;
  }

  /** A {@code timestamptz}. */
  public Parameters add(Instant value) throws SQLException {
    statement.setObject(++position, value.atOffset(ZoneOffset.UTC));
    return this;
  }

  /** A {@code bytea}. */
  public Parameters add(byte[] value) throws SQLException {
    statement.setBytes(++position, value);
    return this;
  }

  /** A {@code text[]} of one element a row; null elements stay null. */
  public <T> Parameters texts(
      Collection<T> rows, Function<? super T, ? extends @Nullable String> column)
      throws SQLException {
    return array("text", rows, column, String[]::new);
  }

  /** A {@code timestamptz[]} of one element a row; null elements stay null. */
  public <T> Parameters times(
      Collection<T> rows, Function<? super T, ? extends @Nullable Instant> column)
      throws SQLException {
    return array(
        "timestamptz",
        rows,
        row -> {
          Instant time = column.apply(row);
          return time == null ? null : time.toString();
        },
        String[]::new);
  }

  /** A {@code uuid[]} of one element a row; null elements stay null. */
  public <T> Parameters uuids(
      Collection<T> rows, Function<? super T, ? extends @Nullable UUID> column)
      throws SQLException {
    return array("uuid", rows, column, UUID[]::new);
  }

  /** A {@code bigint[]} of one element a row. */
  public <T> Parameters longs(Collection<T> rows, Function<? super T, Long> column)
      throws SQLException {
    return array("bigint", rows, column, Long[]::new);
  }

  /** An {@code int[]} of one element a row. */
  public <T> Parameters ints(
      Collection<T> rows, Function<? super T, ? extends @Nullable Integer> column)
      throws SQLException {
    return array("int", rows, column, Integer[]::new);
  }

  /** A {@code bytea[]} of one element a row. */
  public <T> Parameters bytes(Collection<T> rows, Function<? super T, byte[]> column)
      throws SQLException {
    return array("bytea", rows, column, byte[][]::new);
  }

  private <T, V> Parameters array(
      String type,
      Collection<T> rows,
      Function<? super T, ? extends @Nullable V> column,
      IntFunction<@Nullable V[]> array)
      throws SQLException {
    @Nullable V[] values = array.apply(rows.size());
    int row = 0;
    for (T one : rows) {
      values[row++] = column.apply(one);
    }
    statement.setArray(++position, connection.createArrayOf(type, values));
    return this;
  }
}
