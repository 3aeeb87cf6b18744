package dev.hefu.gateway.cli;

import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.gateway.audit.LogAudit;
import dev.hefu.gateway.audit.LogDatabase;
import dev.hefu.gateway.audit.LogFolder;
import dev.hefu.gateway.audit.Report;
import dev.hefu.gateway.audit.RowAudit;
import dev.hefu.gateway.audit.ServedLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds the tree anew from what is there and compares it with the signed checkpoint. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Check the log of a server, of an export, or of a database with its rows.")
final class LogVerifyCommand implements Callable<Integer> {
  @Mixin private DataFolderOption data = new DataFolderOption();
  @Mixin private LogKeyOption key = new LogKeyOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "A gateway's URL, an export's folder or a JDBC URL (default: the demo).")
  private @Nullable String source;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "A database's rows are held against this checkpoint.")
  private @Nullable Path checkpoint;

  @Override
  public Integer call() throws IOException, SQLException {
    NoteVerifier verifier = key.key(data);
    String where = source == null ? data.address().url().toString() : source;
    Report report = check(where, verifier);
    return switch (report) {
      case Report.Sound sound -> {
        System.out.printf(
            "sound: %s has %d leaves, root %s%n",
            sound.checkpoint().origin(), sound.checkpoint().size(), sound.checkpoint().root());
        sound.leaves().forEach((kind, count) -> System.out.printf("  %8d %s%n", count, kind));
        yield 0;
      }
      case Report.Unsound unsound -> {
        String index =
            unsound.index().isPresent() ? "index " + unsound.index().getAsLong() : "no one leaf";
        System.out.printf("NOT SOUND: %s, %s: %s%n", index, unsound.fault(), unsound.what());
        yield 1;
      }
    };
  }

  private Report check(String where, NoteVerifier verifier) throws IOException, SQLException {
    if (where.startsWith("jdbc:")) {
      if (checkpoint == null) {
        throw new CommandFailed(
            "a database is held against a checkpoint that somebody kept: name it with"
                + " --checkpoint.");
      }
      try (Connection connection = DriverManager.getConnection(where)) {
        return RowAudit.check(
            new LogDatabase(connection, "gateway", Files.readString(checkpoint)), verifier);
      }
    }
    if (where.startsWith("http:") || where.startsWith("https:")) {
      try (ServedLog served = new ServedLog(URI.create(where))) {
        return LogAudit.check(served, verifier);
      }
    }
    return LogAudit.check(new LogFolder(Path.of(where)), verifier);
  }
}
