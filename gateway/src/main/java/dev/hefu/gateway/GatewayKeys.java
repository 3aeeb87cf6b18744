package dev.hefu.gateway;

import dev.hefu.crypto.keys.PrivateKeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys with which this gateway signs its answers and its requests to providers. */
final class GatewayKeys {
  private GatewayKeys() {}

  /**
   * The keys in a file that only its owner may read, made on first use.
   *
   * @throws IOException if the file cannot be read or written, or others may read it
   */
  static PrivateKeySet openOrCreate(Path file) throws IOException {
    if (Files.exists(file)) {
      return PrivateKeySet.load(file);
    }
    PrivateKeySet keys = PrivateKeySet.generate();
    keys.save(file);
    return keys;
  }
}
