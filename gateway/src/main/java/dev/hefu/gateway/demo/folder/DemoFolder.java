package dev.hefu.gateway.demo.folder;

import dev.hefu.crypto.keys.PrivateKeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one demo's data lives: a folder per part, the keys of every identity, and what the story
 * has done. Only its owner can read it.
 */
public final class DemoFolder {
  /** Raised when a folder of before can no longer be read. */
  private static final String FORMAT = "1";

  /** The part in which the gateway's log is kept. */
  public static final String LOG = "hefu.log";

  private final Path root;

  private DemoFolder(Path root) {
    this.root = root;
  }

  /**
   * The folder, made if it is absent.
   *
   * @throws DemoRefused if it holds something else, or a demo of another version
   * @throws IOException if it cannot be made
   */
  public static DemoFolder open(Path root) throws IOException {
    Path path = root.toAbsolutePath().normalize();
    Path marker = path.resolve("hefu-demo");
    if (!Files.exists(marker)) {
      if (Files.exists(path) && !isEmpty(path)) {
        throw new DemoRefused(
            "The folder %s holds something else; choose an empty one with --data-dir."
                .formatted(path));
      }
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(marker, FORMAT + "\n");
    }
    String format = Files.readString(marker).strip();
    if (!format.equals(FORMAT)) {
      throw new DemoRefused(
          "The data folder %s was written by another version of Hefu (format %s, this is %s); move it away and start again."
              .formatted(path, format, FORMAT));
    }
    return new DemoFolder(path);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.findAny().isEmpty();
    }
  }

  /** The folder of one part, such as {@code postgres}. */
  public Path part(String name) {
    return root.resolve(name);
  }

  /** Where the running demo says how it is reached. */
  public Path running() {
    return root.resolve("running.json");
  }

  /** What the story has done so far. */
  public Path story() {
    return root.resolve("story.json");
  }

  /** The keys of an identity, made at first use. */
  public PrivateKeySet keys(String name) throws IOException {
    Path file = keyFile(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      PrivateKeySet.generate().save(file);
    }
    return PrivateKeySet.load(file);
  }

  /** The keys of an identity that was used before. */
  public Optional<PrivateKeySet> findKeys(String name) throws IOException {
    Path file = keyFile(name);
    return Files.exists(file) ? Optional.of(PrivateKeySet.load(file)) : Optional.empty();
  }

  /** The names of all identities with keys. */
  public List<String> identities() throws IOException {
    Path folder = part("identities");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jwks.json"))
          .map(name -> name.substring(0, name.length() - ".jwks.json".length()))
          .sorted()
          .toList();
    }
  }

  private Path keyFile(String name) {
    return part("identities").resolve(name + ".jwks.json");
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
