package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A control: one class of the gateway with one safeguard taken out of its source, for a node in a
 * process of its own. A test that does not notice looks at nothing.
 *
 * @param folder holds the class, to stand before the gateway's own
 */
record Mutant(Path folder) {
  private static final Path SOURCES =
      Path.of(System.getProperty("hefu.root", ".."))
          .resolve("gateway/src/main/java/dev/hefu/gateway");

  /**
   * Makes one.
   *
   * @param source below the gateway's package
   * @param safeguard what stands there now; the test fails if it does not
   * @param instead what stands there in the mutant
   */
  static Mutant of(Path folder, String source, String safeguard, String instead)
      throws IOException {
    String text = Files.readString(SOURCES.resolve(source));
    String mutated = text.replace(safeguard, instead);
    assertNotEquals(text, mutated, "the safeguard is not where it was: " + safeguard);
    Path changed = folder.resolve(Path.of(source).getFileName());
    Files.writeString(changed, mutated);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                changed.toString());
    assertEquals(0, failed, "the mutant does not compile");
    return new Mutant(folder);
  }

  /** A node of this network with it. */
  NodeProcess node(TestNetwork network) throws IOException {
    return NodeProcess.start(network.environment(), TestNode.Facts.UNDER_THE_LOCK, List.of(folder));
  }
}
