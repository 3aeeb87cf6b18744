package dev.hefu.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who was handed a consent receipt: output, one sentence, exit code. */
final class ReceiptCommandTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("hefu.root", ".."), "docs/formats/vectors/receipt.json");

  @TempDir private Path folder = Path.of("");
  private JsonNode vectors = new ObjectMapper().nullNode();
  private Path key = Path.of("");

  private record Ran(int code, String output) {}

  @BeforeEach
  void read() throws IOException {
    vectors = new ObjectMapper().readTree(VECTORS.toFile());
    key = file("key.json", vectors.path("gatewayKey").toString());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path receipt(String list, int which) throws IOException {
    return file(
        "receipt.sd-jwt", vectors.at("/" + list + "/" + which + "/receipt").asText() + "\n");
  }

  private static Ran run(Object... words) {
    StringWriter output = new StringWriter();
    PrintWriter to = new PrintWriter(output, true);
    String[] line = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      line[i] = words[i].toString();
    }
    int code = HefuCommand.line().setOut(to).setErr(to).execute(line);
    return new Ran(code, output.toString());
  }

  @Test
  void thePersonsOwnSaysWhoTheyAreAndEveryState() throws IOException {
    Ran ran = run("receipt", "verify", receipt("accept", 0), "--key", key);
    assertEquals(0, ran.code(), ran.output());
    for (String said :
        new String[] {
          "valid: signed by https://hefu.example at 2026-03-02T08:30:00Z",
          "for        dpv:DataSubject",
          "person     5b2f6f4e-6d0a-4c3e-9a50-1f0c7f5d2a11",
          "from       bright-wallet",
          "to         bright-mall",
          "purpose    recommendation",
          "data       hefu:category:purchase, hefu:category:payment",
          "2026-03-01T10:12:31.250Z  dpv:ConsentGiven",
          "2026-03-02T08:15:04.007Z  dpv:ConsentWithdrawn"
        }) {
      assertTrue(ran.output().contains(said), ran.output());
    }
  }

  @Test
  void aParticipantsDoesNot() throws IOException {
    Ran ran = run("receipt", "verify", receipt("accept", 1), "--key", key);
    assertEquals(0, ran.code(), ran.output());
    assertTrue(ran.output().contains("person     not disclosed"), ran.output());
    assertTrue(ran.output().contains("2026-03-01T10:00:00Z  dpv:ConsentGiven"), ran.output());
  }

  @Test
  void aSetOfKeysAndWhatTheGatewayPublishesDoAsWell() throws IOException {
    String set = "{\"keys\":[" + vectors.path("gatewayKey") + "]}";
    Path bare = file("set.json", set);
    Path published =
        file(
            "keys.json",
            "{\"issuer\":\"https://id.example\",\"jwks\":" + set + ",\"logKey\":\"x\"}");
    for (Path keys : new Path[] {bare, published}) {
      Ran ran = run("receipt", "verify", receipt("accept", 0), "--jwks", keys);
      assertEquals(0, ran.code(), ran.output());
    }
  }

  @Test
  void eachRefusedVectorEndsWithOneAndSaysWhy() throws IOException {
    for (int i = 0; i < vectors.path("refuse").size(); i++) {
      Ran ran = run("receipt", "verify", receipt("refuse", i), "--key", key);
      assertEquals(1, ran.code(), vectors.at("/refuse/" + i + "/why").asText());
      assertTrue(ran.output().startsWith("NOT VALID: "), ran.output());
    }
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws IOException {
    Path receipt = receipt("accept", 0);
    Path absent = folder.resolve("absent.json");
    assertSaid(1, absent + " is not a file that can be read.", "--key", absent);
    assertSaid(1, folder + " is not a file that can be read.", "--key", folder);
    assertSaid(1, receipt + " is no JSON object.", "--key", receipt);
    Path none = file("none.json", "{\"keys\":[]}");
    assertSaid(1, none + " holds no public key of a kind that Hefu signs with.", "--jwks", none);
    Path secret = file("secret.json", "{\"kty\":\"oct\",\"k\":\"AAAA\"}");
    assertSaid(1, secret + " is not usable: the key set holds a private", "--key", secret);
    Path large = file("large.json", " ".repeat(65 * 1024));
    assertSaid(1, large + " has more than 65536 bytes.", "--jwks", large);
  }

  private void assertSaid(int code, String sentence, String option, Path keys) throws IOException {
    Ran ran = run("receipt", "verify", receipt("accept", 0), option, keys);
    assertEquals(code, ran.code(), ran.output());
    assertTrue(ran.output().contains(sentence), ran.output());
  }

  @Test
  void whatIsNotUnderstoodEndsWithTwo() throws IOException {
    assertEquals(2, run("receipt").code());
    assertEquals(2, run("receipt", "verify", receipt("accept", 0)).code());
    assertEquals(
        2, run("receipt", "verify", receipt("accept", 0), "--key", key, "--jwks", key).code());
    assertEquals(2, run("receipt", "verify", "--key", key).code());
  }
}
