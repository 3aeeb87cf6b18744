package dev.hefu.gateway.audit;

import dev.hefu.crypto.log.TileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An exported log: files below a folder, named by the paths of c2sp.org/tlog-tiles. */
public final class LogFolder implements PublishedLog {
  private static final String CHECKPOINT = "checkpoint";

  private final Path folder;

  /** The export in this folder. */
  public LogFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public String checkpoint() throws IOException {
    return Files.readString(folder.resolve(CHECKPOINT));
  }

  @Override
  public byte[] tile(TileId tile) throws IOException {
    return Files.readAllBytes(folder.resolve(tile.path()));
  }

  @Override
  public byte[] entries(TileId tile) throws IOException {
    return Files.readAllBytes(folder.resolve(tile.entriesPath()));
  }

  /** Where the entries under a tile of level 0 are. */
  public Path entriesFile(TileId tile) {
    return folder.resolve(tile.entriesPath());
  }

  void writeCheckpoint(String note) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(CHECKPOINT), note);
  }

  void writeTile(TileId tile, byte[] bytes) throws IOException {
    write(tile.path(), bytes);
  }

  void writeEntries(TileId tile, byte[] bytes) throws IOException {
    write(tile.entriesPath(), bytes);
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes);
  }
}
