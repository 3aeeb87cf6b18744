package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.EnvelopeForm;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.SecretAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's {@code jose}, written in C, which knows P-256 and both forms of an envelope. */
final class DebianJoseTest {
  private static final String TYP = "hefu-answer+jws";
  private static final byte[] MESSAGE = "{\"name\":\"符合\"}".getBytes(StandardCharsets.UTF_8);
  private static final PrivateKeySet RECIPIENT = PrivateKeySet.generate(KeyType.ECDH_P256);
  private static final PrivateKeySet SIGNER = PrivateKeySet.generate(KeyType.ES256);

  @TempDir Path folder;

  @BeforeEach
  void isInstalled() {
    Peer.assumeInstalled("jose");
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private String file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private String key(PrivateKeySet keys, boolean open) throws IOException {
    ObjectNode jwk = (ObjectNode) keys.toJson(SecretAccess.granted()).path("keys").path(0);
    return file("key.jwk", StrictJson.write(open ? jwk.without("d") : jwk));
  }

  /** What the command writes to {@code -O} or {@code -o}, the last of its words. */
  private byte[] jose(String... words) throws IOException {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>(List.of("jose"));
    command.addAll(List.of(words));
    command.add(out.toString());
    Path said = folder.resolve("said");
    Process run =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertEquals(0, Peer.wait(run), () -> command + " failed");
    return Files.readAllBytes(out);
  }

  @ParameterizedTest
  @EnumSource
  void itOpensWhatWeSealed(EnvelopeForm form) throws IOException {
    String sealed = file("sealed", Sealer.to(RECIPIENT.toPublic()).seal(MESSAGE, "json", form));
    assertArrayEquals(MESSAGE, jose("jwe", "dec", "-i", sealed, "-k", key(RECIPIENT, false), "-O"));
  }

  @ParameterizedTest
  @EnumSource
  void weOpenWhatItSealed(EnvelopeForm form) throws IOException {
    String kid = RECIPIENT.toPublic().keys().getFirst().kid();
    String header =
        "{\"protected\":{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"kid\":\"%s\"}}"
            .formatted(kid);
    List<String> words = new ArrayList<>(List.of("jwe", "enc", "-i", file("header", header)));
    words.addAll(List.of("-I", file("message", MESSAGE), "-k", key(RECIPIENT, true)));
    if (form == EnvelopeForm.COMPACT) {
      words.add("-c");
    }
    words.add("-o");
    String sealed = new String(jose(words.toArray(String[]::new)), StandardCharsets.UTF_8);
    assertArrayEquals(MESSAGE, Opener.of(RECIPIENT).open(sealed.strip()).orElseThrow());
  }

  @Test
  void itVerifiesWhatWeSigned() throws IOException {
    String signed = file("signed", Signer.of(SIGNER).jws(TYP, MESSAGE));
    assertArrayEquals(MESSAGE, jose("jws", "ver", "-i", signed, "-k", key(SIGNER, true), "-O"));
  }

  @Test
  void weVerifyWhatItSigned() throws IOException {
    String header = "{\"protected\":{\"alg\":\"ES256\",\"typ\":\"%s\"}}".formatted(TYP);
    byte[] signed =
        jose(
            "jws",
            "sig",
            "-I",
            file("message", MESSAGE),
            "-k",
            key(SIGNER, false),
            "-s",
            header,
            "-c",
            "-o");
    JwsCheck check =
        Verifier.of(SIGNER.toPublic()).jws(new String(signed, StandardCharsets.UTF_8), TYP);
    assertArrayEquals(MESSAGE, assertInstanceOf(JwsCheck.Valid.class, check).payload());
  }
}
