package dev.hefu.gateway.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds one part's data and belongs to one process at a time. The claim ends with the
 * process, however it ends, so whatever still runs in a folder that could be claimed is a
 * left-over.
 */
final class DataFolder implements AutoCloseable {
  /** Room for the files of an empty database (40 MB), its write-ahead log, and a demo's rows. */
  private static final long LEAST_FREE_BYTES = 512L << 20;

  private static final long MEBI = 1L << 20;

  private final Path path;
  private final FileChannel claim;

  private DataFolder(Path path, FileChannel claim) {
    this.path = path;
    this.claim = claim;
  }

  /**
   * Makes the folder if need be, and claims it.
   *
   * @throws StartRefused if another process holds it or its disk is full
   */
  static DataFolder claim(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    Files.createDirectories(path);
    long free = Files.getFileStore(path).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new StartRefused(
          "The disk of %s has %d MB free and %d MB are needed; make room or choose another data folder."
              .formatted(path, free / MEBI, LEAST_FREE_BYTES / MEBI));
    }
    FileChannel channel =
        FileChannel.open(
            path.resolve("claimed"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new StartRefused(
          "The data folder %s is in use by another Hefu; stop that one or choose another folder."
              .formatted(path));
    }
    return new DataFolder(path, channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives the folder up; what is in it stays. */
  @Override
  public void close() throws IOException {
    claim.close();
  }
}
