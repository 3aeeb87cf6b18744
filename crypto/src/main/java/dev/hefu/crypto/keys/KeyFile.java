package dev.hefu.crypto.keys;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.AesGcm;
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
  private static final String MARK = "hefu-root-key-1 ";
  private static final int MAX_FILE_BYTES = 1024;
  private static final byte[] NO_SALT = {};

  private final Secret root;
  private final Secret wrapping;

  private KeyFile(Secret root) {
    this.root = root;
    this.wrapping = derive("hefu/wrap");
  }

  /**
   * The root key in this file, which is created with mode 0600 if it is not there.
   *
   * @throws IOException if the file cannot be read or written, is no key file, or is open to others
   *     than its owner
   */
  public static KeyFile openOrCreate(Path file) throws IOException {
    if (Files.notExists(file)) {
      byte[] fresh = Secret.random().read(SecretAccess.granted());
      OwnerFile.createIfAbsent(
          file, (MARK + Base64Url.encode(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    return open(file);
  }

  private static KeyFile open(Path file) throws IOException {
    if (OwnerFile.openToOthers(file)) {
      throw new IOException(file + " is open to others than its owner; run: chmod 600 " + file);
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is too large for a root key");
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    byte[] bytes =
        text.startsWith(MARK)
            ? Base64Url.decode(text.substring(MARK.length())).orElse(new byte[0])
            : new byte[0];
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

  /**
   * The secret encrypted for storage.
   *
   * @param context where it is kept; it opens with the same context only
   */
  public byte[] wrap(Secret secret, byte[] context) {
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    byte[] sealed =
        AesGcm.seal(
            wrapping.read(SecretAccess.granted()),
            nonce,
            secret.read(SecretAccess.granted()),
            context);
    byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
    return wrapped;
  }

  /** The secret; empty unless it was wrapped under this file's key for this context. */
  public Optional<Secret> unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length != AesGcm.NONCE_BYTES + Secret.BYTES + AesGcm.TAG_BYTES) {
      return Optional.empty();
    }
    return AesGcm.open(
            wrapping.read(SecretAccess.granted()),
            Arrays.copyOf(wrapped, AesGcm.NONCE_BYTES),
            Arrays.copyOfRange(wrapped, AesGcm.NONCE_BYTES, wrapped.length),
            context)
        .map(bytes -> Secret.of(bytes, SecretAccess.granted()));
  }

  @Override
  public String toString() {
    return "KeyFile ***";
  }
}
