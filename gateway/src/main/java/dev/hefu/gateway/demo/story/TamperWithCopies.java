package dev.hefu.gateway.demo.story;

import dev.hefu.crypto.log.EntryBundle;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.TileId;
import dev.hefu.gateway.audit.LogAudit;
import dev.hefu.gateway.audit.LogDatabase;
import dev.hefu.gateway.audit.LogExport;
import dev.hefu.gateway.audit.LogFolder;
import dev.hefu.gateway.audit.Report;
import dev.hefu.gateway.audit.RowAudit;
import dev.hefu.gateway.audit.ServedLog;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** In copies, one row and one exported leaf are changed: verification names the very index. */
final class TamperWithCopies implements Step {
  private static final String COPY = "hefu_copy";

  @Override
  public String title() {
    return "改动副本中的一行与一叶，校验指出其序号 · A row and a leaf are changed in copies and are named";
  }

  @Override
  public void run(Stage stage) throws Exception {
    long index = stage.book().number(FirstExchange.INDEX);
    NoteVerifier key = stage.access().address().logKey();
    Path export = stage.folder().part("export");
    remove(export);
    String checkpoint;
    try (ServedLog log = new ServedLog(stage.access().address().url())) {
      LogExport.copy(log, key, new LogFolder(export));
      checkpoint = new LogFolder(export).checkpoint();
    }
    inExport(new LogFolder(export), key, index);
    try (Connection connection = stage.database().getConnection()) {
      inDatabase(connection, checkpoint, key, index);
    }
  }

  private static void inExport(LogFolder export, NoteVerifier key, long index) throws IOException {
    Report.Sound sound = sound(LogAudit.check(export, key), "the export");
    TileId tile = TileId.holding(0, index, sound.checkpoint().size());
    Path file = export.entriesFile(tile);
    byte[] before = Files.readAllBytes(file);
    List<byte[]> leaves = EntryBundle.decode(before, tile.width()).orElseThrow();
    byte[] leaf = leaves.get((int) (index - tile.first()));
    leaf[leaf.length - 3] ^= 1;
    Files.write(file, EntryBundle.encode(leaves));
    named(LogAudit.check(export, key), index, "the changed leaf of the export");
    Files.write(file, before);
  }

  private static void inDatabase(
      Connection connection, String checkpoint, NoteVerifier key, long index)
      throws SQLException, IOException {
    LogDatabase copy = new LogDatabase(connection, COPY, checkpoint);
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + COPY + " CASCADE");
      statement.execute("CREATE SCHEMA " + COPY);
      for (String table : List.of("leaf", "tile_root", "disclosure")) {
        statement.execute("CREATE TABLE %s.%s AS TABLE gateway.%s".formatted(COPY, table, table));
      }
      sound(RowAudit.check(copy, key), "the copy of the database");
      try (PreparedStatement change =
          connection.prepareStatement(
              "UPDATE "
                  + COPY
                  + ".disclosure SET data_group = reverse(data_group) WHERE index = ?")) {
        change.setLong(1, index);
        change.executeUpdate();
      }
      named(RowAudit.check(copy, key), index, "the changed row of the database");
      statement.execute("DROP SCHEMA " + COPY + " CASCADE");
    }
  }

  private static Report.Sound sound(Report report, String what) {
    if (report instanceof Report.Sound sound) {
      return sound;
    }
    throw new StepFailed(what + " is not sound: " + report);
  }

  private static void named(Report report, long index, String what) {
    boolean named =
        report instanceof Report.Unsound unsound && unsound.index().equals(OptionalLong.of(index));
    StepFailed.unless(named, "%s at %d was not named: %s", what, index, report);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
