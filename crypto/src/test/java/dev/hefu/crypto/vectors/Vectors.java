package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The files of public vectors, which lie beside the repository. */
final class Vectors {
  private static final Path FOLDER =
      Path.of(System.getProperty("hefu.vectors", "../shared/vectors"));
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Vectors() {}

  /** The content of a file; a test whose file is not there is skipped. */
  static JsonNode read(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), "skipped: no public vectors at " + file);
    return MAPPER.readTree(file.toFile());
  }

  /** The files below a folder whose names end like this, without the folder. */
  static List<String> names(String folder, String ending) throws IOException {
    Path root = FOLDER.resolve(folder);
    assumeTrue(Files.exists(root), "skipped: no public vectors at " + root);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    }
  }

  /** Each case of a Wycheproof file with its group. */
  static void forEach(JsonNode file, BiConsumer<JsonNode, JsonNode> test) {
    for (JsonNode group : file.path("testGroups")) {
      for (JsonNode one : group.path("tests")) {
        test.accept(group, one);
      }
    }
  }

  static byte[] hex(JsonNode node, String member) {
    return HexFormat.of().parseHex(node.path(member).asText());
  }
}
