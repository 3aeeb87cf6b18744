package dev.hefu.crypto.fuzz;

import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import dev.hefu.crypto.log.Cosigner;
import dev.hefu.crypto.log.NoteSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Keys that never change, so that inputs made for them stay good. */
final class FuzzKeys {
  /** How long one parser is fuzzed. */
  static final String MINUTE = "60s";

  /** One key of each kind that parsers meet. */
  static final PrivateKeySet KEYS = load();

  private static final Secret SEED = Secret.of(new byte[Secret.BYTES], SecretAccess.granted());
  static final NoteSigner LOG = NoteSigner.of("log.example", SEED);
  static final Cosigner COSIGNER = Cosigner.of("log.example", SEED);

  private FuzzKeys() {}

  private static PrivateKeySet load() {
    try (InputStream file = FuzzKeys.class.getResourceAsStream("keys.json")) {
      return PrivateKeySet.parse(Objects.requireNonNull(file).readAllBytes()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each byte as one character, so that every input is some text. */
  static String text(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
