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
