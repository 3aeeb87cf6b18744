package dev.hefu.crypto.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.Aead;
import dev.hefu.crypto.Hmac;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  private static final String PASSPHRASE = "correct horse battery";
  private static final byte[] HERE = utf8("subject/1");
  private static final byte[] THERE = utf8("subject/2");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aSecretPrintsAsStarsAndHasOneHash() {
    assertEquals("***", Secret.random().toString());
    assertEquals(Secret.random().hashCode(), Secret.random().hashCode());
    assertNotEquals(Secret.random(), Secret.random());
  }

  @Test
  void aSecretKeepsItsBytesToItself() {
    byte[] bytes = new byte[Secret.BYTES];
    Secret secret = Secret.of(bytes, SecretAccess.granted());
    bytes[0] = 1;
    secret.read(SecretAccess.granted())[1] = 1;
    assertArrayEquals(new byte[Secret.BYTES], secret.read(SecretAccess.granted()));
    assertThrows(
        IllegalArgumentException.class, () -> Secret.of(new byte[31], SecretAccess.granted()));
  }

  @Test
  void aDestroyedSecretCannotBeRead() {
    Secret secret = Secret.random();
    secret.destroy();
    assertThrows(IllegalStateException.class, () -> secret.read(SecretAccess.granted()));
  }

  @Test
  void theKeyFileIsMadeOnceForItsOwnerOnly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    KeyFile made = KeyFile.openOrCreate(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(made.derive("a"), KeyFile.openOrCreate(file).derive("a"));
    assertNotEquals(made.derive("a"), made.derive("b"));
    assertNotEquals(
        made.derive("a"), KeyFile.openOrCreate(folder.resolve("other.key")).derive("a"));
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    KeyFile.openOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    IOException refused = assertThrows(IOException.class, () -> KeyFile.openOrCreate(file));
    assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hefu-root-key-1 AAAA", "hefu-root-key-1 ", "secret", "é"})
  void aFileThatHoldsNoRootKeyIsRefused(String content, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    KeyFile.openOrCreate(file);
    Files.writeString(file, content);
    assertThrows(IOException.class, () -> KeyFile.openOrCreate(file));
  }

  @Test
  void aSealedKeyFileOpensWithItsPassphraseOnly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("root.key");
    KeyFile made = KeyFile.openOrCreate(file, PASSPHRASE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(made.derive("a"), KeyFile.openOrCreate(file, PASSPHRASE).derive("a"));
    IOException other =
        assertThrows(IOException.class, () -> KeyFile.openOrCreate(file, PASSPHRASE + "!"));
    assertTrue(String.valueOf(other.getMessage()).contains("passphrase"));
    assertThrows(IOException.class, () -> KeyFile.openOrCreate(file));
    assertThrows(IllegalArgumentException.class, () -> KeyFile.openOrCreate(file, "too short"));
    String content = Files.readString(file).strip();
    for (int place : new int[] {0, 30, 60, content.length() - 2}) {
      char changed = content.charAt(place) == 'A' ? 'B' : 'A';
      Files.writeString(file, content.substring(0, place) + changed + content.substring(place + 1));
      assertThrows(IOException.class, () -> KeyFile.openOrCreate(file, PASSPHRASE));
    }
  }

  @Test
  void aKeyFileThatIsNotSealedNeedsNoPassphraseAndTakesNone(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("root.key");
    KeyFile.openOrCreate(file);
    assertThrows(IOException.class, () -> KeyFile.openOrCreate(file, PASSPHRASE));
  }

  /** Root, participant, subject: each level opens the one below, and only with all above it. */
  @Test
  void destroyingAKeyDestroysAllBelowIt(@TempDir Path folder) throws IOException {
    KeyFile root = KeyFile.openOrCreate(folder.resolve("root.key"));
    byte[] keptParticipant = root.wrap(Secret.random(), utf8("participant/mall"));
    WrappingKey participant =
        WrappingKey.of(root.unwrap(keptParticipant, utf8("participant/mall")).orElseThrow());
    Secret data = Secret.random();
    byte[] keptData = participant.wrap(data, utf8("data/1"));
    byte[] keptTag = participant.wrap(Secret.random(), utf8("tag/1"));
    assertEquals(Optional.of(data), participant.unwrap(keptData, utf8("data/1")));
    assertEquals(Optional.empty(), participant.unwrap(keptTag, utf8("data/1")));
    WrappingKey stranger = WrappingKey.of(Secret.random());
    assertEquals(Optional.empty(), stranger.unwrap(keptData, utf8("data/1")));
    assertEquals(Optional.empty(), root.unwrap(keptData, utf8("data/1")));
    assertEquals("WrappingKey ***", participant.toString());
    participant.destroy();
    assertThrows(IllegalStateException.class, () -> participant.unwrap(keptData, utf8("data/1")));
    assertThrows(IllegalStateException.class, () -> participant.wrap(data, HERE));
  }

  @Test
  void aWrappedSecretOpensInItsPlaceOnly(@TempDir Path folder) throws IOException {
    KeyFile keys = KeyFile.openOrCreate(folder.resolve("root.key"));
    Secret secret = Secret.random();
    byte[] wrapped = keys.wrap(secret, HERE);
    assertEquals(Optional.of(secret), keys.unwrap(wrapped, HERE));
    assertEquals(Optional.empty(), keys.unwrap(wrapped, THERE));
    KeyFile other = KeyFile.openOrCreate(folder.resolve("other.key"));
    assertEquals(Optional.empty(), other.unwrap(wrapped, HERE));
    for (int i = 0; i < wrapped.length; i++) {
      byte[] changed = wrapped.clone();
      changed[i] ^= 1;
      assertEquals(Optional.empty(), keys.unwrap(changed, HERE));
      assertEquals(Optional.empty(), keys.unwrap(Arrays.copyOf(wrapped, i), HERE));
    }
  }

  @Property(tries = 200)
  void aStoredValueOpensUnderItsKeyAndInItsPlaceOnly(
      @ForAll @Size(max = 200) byte[] value, @ForAll @IntRange(max = 1_000) int any) {
    Secret key = Secret.random();
    byte[] sealed = Aead.seal(key, value, HERE);
    assertArrayEquals(value, Aead.open(key, sealed, HERE).orElseThrow());
    assertEquals(Optional.empty(), Aead.open(key, sealed, THERE));
    assertEquals(Optional.empty(), Aead.open(Secret.random(), sealed, HERE));
    int place = any % sealed.length;
    assertEquals(Optional.empty(), Aead.open(key, Arrays.copyOf(sealed, place), HERE));
    sealed[place] ^= 1;
    assertEquals(Optional.empty(), Aead.open(key, sealed, HERE));
  }

  @Test
  void noTwoListsOfPartsAreOneMessage() {
    Secret key = Secret.random();
    Set<List<Byte>> digests = new HashSet<>();
    byte[][][] lists = {
      {}, {{}}, {{}, {}}, {{1, 2}}, {{1}, {2}}, {{1, 2}, {}}, {{}, {1, 2}}, {{0, 0, 0, 2, 1, 2}}
    };
    for (byte[][] parts : lists) {
      byte[] digest = Hmac.sha256(key, parts);
      assertEquals(32, digest.length);
      List<Byte> boxed = new ArrayList<>();
      for (byte b : digest) {
        boxed.add(b);
      }
      digests.add(boxed);
    }
    assertEquals(lists.length, digests.size());
  }
}
