package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.TileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log's tables, read by plain SQL. A database has no signed checkpoint: the one to hold it
 * against is given, such as the server's or one that somebody kept.
 */
public final class LogDatabase implements PublishedLog {
  private final Connection connection;
  private final String schema;
  private final String checkpoint;

  /**
   * The log in a schema, or in a copy of it.
   *
   * @param connection the caller's to close
   * @throws IllegalArgumentException if the schema is no plain name
   */
  public LogDatabase(Connection connection, String schema, String checkpoint) {
    if (!schema.matches("[a-z_]{1,40}")) {
      throw new IllegalArgumentException("'" + schema + "' is no schema name");
    }
    this.connection = connection;
    this.schema = schema;
    this.checkpoint = checkpoint;
  }

  @Override
  public String checkpoint() {
    return checkpoint;
  }

  @Override
  public byte[] tile(TileId tile) throws IOException {
    String table =
        tile.level() == 0 ? "leaf WHERE true" : "tile_root WHERE level = " + tile.level();
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    column("hash", table, tile).forEach(hashes::writeBytes);
    return hashes.toByteArray();
  }

  @Override
  public byte[] entries(TileId tile) throws IOException {
    return EntryBundle.encode(column("bytes", "leaf WHERE true", tile));
  }

  /** The rows beside the leaves below the checkpoint's size, by index. */
  void readRows(Checkpoint until, RowSink sink) throws IOException {
    String query =
        "SELECT l.bytes, d.* FROM %s.leaf l LEFT JOIN %s.disclosure d USING (index)"
                .formatted(schema, schema)
            + " WHERE l.index < ? ORDER BY l.index";
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, until.size());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && sink.accept(rows)) {}
      }
    } catch (SQLException unreadable) {
      throw new IOException("the rows beside the log cannot be read", unreadable);
    }
  }

  /** Takes one row after the other until it has seen enough. */
  @FunctionalInterface
  interface RowSink {
    boolean accept(ResultSet row) throws SQLException;
  }

  private List<byte[]> column(String column, String table, TileId tile) throws IOException {
    String query =
        "SELECT %s FROM %s.%s AND index BETWEEN ? AND ? ORDER BY index"
            .formatted(column, schema, table);
    List<byte[]> values = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, tile.first());
      select.setLong(2, tile.first() + tile.width() - 1);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getBytes(1));
        }
      }
    } catch (SQLException unreadable) {
      throw new IOException("the log's tables cannot be read", unreadable);
    }
    if (values.size() != tile.width()) {
      throw new IOException("%d rows are there, not %d".formatted(values.size(), tile.width()));
    }
    return values;
  }
}
