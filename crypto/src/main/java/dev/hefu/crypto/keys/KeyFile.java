package dev.hefu.crypto.keys;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.KeyDerivation;
import dev.hefu.crypto.primitive.Providers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The root key of an installation, kept in a file of its own outside the database: all other
 * secrets are wrapped under it or derived from it.
 */
public final class KeyFile {
  /** Shorter ones are guessed even where each guess takes a tenth of a second. */
  public static final int MIN_PASSPHRASE_CHARS = 16;

  private static final String MARK = "hefu-root-key-1 ";
  private static final String SEALED_MARK = "hefu-sealed-root-key-1 ";
  private static final int SALT_BYTES = 16;
  private static final int MAX_FILE_BYTES = 1024;
  private static final byte[] NO_SALT = {};

  private final Secret root;
  private final WrappingKey wrapping;

  private KeyFile(Secret root) {
    this.root = root;
    this.wrapping = WrappingKey.of(derive("hefu/wrap"));
  }

  /**
   * The root key in this file, which is created with mode 0600 if it is not there.
   *
   * @throws IOException if the file cannot be read or written, is no key file, is sealed, or is
   *     open to others than its owner
   */
  public static KeyFile openOrCreate(Path file) throws IOException {
    if (Files.notExists(file)) {
      byte[] fresh = Secret.random().read(SecretAccess.granted());
      write(file, MARK + Base64Url.encode(fresh));
    }
    String text = read(file);
    if (text.startsWith(SEALED_MARK)) {
      throw new IOException(file + " is sealed; its passphrase is needed");
    }
    return open(file, bytes(text, MARK));
  }

  /**
   * The root key in this sealed file, which is created if it is not there: AES-256-GCM under a key
   * that scrypt makes of the passphrase, so that whoever has the file alone has nothing.
   *
   * @throws IOException as {@link #openOrCreate(Path)}, or if the passphrase is another or the file
   *     is not sealed
   * @throws IllegalArgumentException if the passphrase is shorter than {@value
   *     #MIN_PASSPHRASE_CHARS} characters
   */
  public static KeyFile openOrCreate(Path file, String passphrase) throws IOException {
    if (passphrase.length() < MIN_PASSPHRASE_CHARS) {
      throw new IllegalArgumentException(
          "a passphrase has at least " + MIN_PASSPHRASE_CHARS + " characters");
    }
    if (Files.notExists(file)) {
      byte[] salt = Providers.randomBytes(SALT_BYTES);
      byte[] sealed = passphraseKey(passphrase, salt).wrap(Secret.random(), salt);
      write(file, SEALED_MARK + Base64Url.encode(joined(salt, sealed)));
    }
    byte[] both = bytes(read(file), SEALED_MARK);
    if (both.length != SALT_BYTES + Secret.BYTES + WrappingKey.OVERHEAD_BYTES) {
      throw new IOException(file + " does not hold a sealed root key");
    }
    byte[] salt = Arrays.copyOf(both, SALT_BYTES);
    return passphraseKey(passphrase, salt)
        .unwrap(Arrays.copyOfRange(both, SALT_BYTES, both.length), salt)
        .map(KeyFile::new)
        .orElseThrow(() -> new IOException("the passphrase does not open " + file));
  }

  private static WrappingKey passphraseKey(String passphrase, byte[] salt) {
    byte[] key = KeyDerivation.scrypt(passphrase.getBytes(StandardCharsets.UTF_8), salt);
    return WrappingKey.of(Secret.of(key, SecretAccess.granted()));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static void write(Path file, String text) throws IOException {
    OwnerFile.createIfAbsent(file, (text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Path file) throws IOException {
    if (OwnerFile.openToOthers(file)) {
      throw new IOException(file + " is open to others than its owner; run: chmod 600 " + file);
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is too large for a root key");
    }
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  /** The bytes behind the mark; none if the text is not of this form. */
  private static byte[] bytes(String text, String mark) {
    return text.startsWith(mark)
        ? Base64Url.decode(text.substring(mark.length())).orElse(new byte[0])
        : new byte[0];
  }

  private static KeyFile open(Path file, byte[] bytes) throws IOException {
    if (bytes.length != Secret.BYTES) {
      throw new IOException(file + " does not hold a root key");
    }
    return new KeyFile(Secret.of(bytes, SecretAccess.granted()));
  }

  /** The secret with this label: the same for each call, unrelated between labels. */
  public Secret derive(String label) {
    byte[] info = label.getBytes(StandardCharsets.UTF_8);
    byte[] key = KeyDerivation.hkdf(root.read(SecretAccess.granted()), NO_SALT, info, Secret.BYTES);
    return Secret.of(key, SecretAccess.granted());
  }

  /** The secret encrypted for storage under this file's key; as {@link WrappingKey#wrap}. */
  public byte[] wrap(Secret secret, byte[] context) {
    return wrapping.wrap(secret, context);
  }

  /** The secret; empty unless it was wrapped under this file's key for this context. */
  public Optional<Secret> unwrap(byte[] wrapped, byte[] context) {
    return wrapping.unwrap(wrapped, context);
  }

  @Override
  public String toString() {
    return "KeyFile ***";
  }
}
