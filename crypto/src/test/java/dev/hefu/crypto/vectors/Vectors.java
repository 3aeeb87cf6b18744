package dev.hefu.crypto.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/** The files of public vectors, which lie beside the repository. */
final class Vectors {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Vectors() {}

  /** The content of a file; a test whose file is not there is skipped. */
  static JsonNode read(String name) throws IOException {
    Path file = Path.of(System.getProperty("hefu.vectors", "../shared/vectors")).resolve(name);
    assumeTrue(Files.exists(file), "skipped: no public vectors at " + file);
    return MAPPER.readTree(file.toFile());
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
