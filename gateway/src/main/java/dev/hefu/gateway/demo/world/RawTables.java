package dev.hefu.gateway.demo.world;

import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The generated rows as they are, in a PostgreSQL schema of their own, so that plain SQL can
 * compute what the engine must arrive at. A table may be in copy at a time only, so rows are
 * gathered first.
 */
public final class RawTables implements AutoCloseable {
  private static final String SCHEMA = "tpcds";

  /** Bytes gathered before they are sent. */
  private static final int CHUNK = 1 << 20;

  private final Connection connection;
  private final List<OpenTable> open = new ArrayList<>();

  /** One table's rows that are not sent yet. */
  private static final class OpenTable {
    private final Table table;
    private final StringBuilder rows = new StringBuilder();

    OpenTable(Table table) {
      this.table = table;
    }
  }

  /** Starts with an empty schema. The connection is the caller's to close. */
  public RawTables(Connection connection) throws SQLException {
    this.connection = connection;
    execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    execute("CREATE SCHEMA " + SCHEMA);
  }

  /** Takes a generated row; null where SQL's NULL stands. */
  public void accept(Table table, List<String> values) {
    OpenTable target = target(table);
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      target.rows.append(i == 0 ? "" : "\t").append(value == null ? "\\N" : escape(value));
    }
    target.rows.append('\n');
    if (target.rows.length() >= CHUNK) {
      send(target);
    }
  }

  /** Sends what is left and lets PostgreSQL count what it has. */
  @Override
  public void close() throws SQLException {
    open.forEach(this::send);
    for (OpenTable table : open) {
      execute("ANALYZE " + name(table.table));
    }
  }

  private OpenTable target(Table table) {
    for (OpenTable candidate : open) {
      if (candidate.table == table) {
        return candidate;
      }
    }
    try {
      execute(
          Stream.of(table.getColumns())
              .map(column -> column.getName() + " " + sqlType(column))
              .collect(Collectors.joining(", ", "CREATE TABLE " + name(table) + " (", ")")));
    } catch (SQLException broken) {
      throw new IllegalStateException("cannot create " + name(table), broken);
    }
    OpenTable opened = new OpenTable(table);
    open.add(opened);
    return opened;
  }

  private void send(OpenTable target) {
    byte[] bytes = target.rows.toString().getBytes(StandardCharsets.UTF_8);
    target.rows.setLength(0);
    try {
      CopyIn copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + name(target.table) + " FROM STDIN");
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
    } catch (SQLException broken) {
      throw new IllegalStateException("cannot fill " + name(target.table), broken);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String name(Table table) {
    return SCHEMA + "." + table.getName().toLowerCase(Locale.ROOT);
  }

  private static String sqlType(Column column) {
    ColumnType.Base base = column.getType().getBase();
    return switch (base) {
      case INTEGER, IDENTIFIER -> "bigint";
      case DECIMAL -> "numeric";
      case DATE -> "date";
      case VARCHAR, CHAR, TIME -> "text";
    };
  }

  private static String escape(String value) {
    boolean plain = value.indexOf('\\') < 0 && value.indexOf('\t') < 0 && value.indexOf('\n') < 0;
    return plain ? value : value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }
}
