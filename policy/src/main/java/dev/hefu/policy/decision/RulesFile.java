package dev.hefu.policy.decision;

import dev.hefu.crypto.primitive.Providers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Rules compiled to WebAssembly.
 *
 * @param revision names them in the evidence: SHA-256, in hex, of the module, or of the sources for
 *     those that come with the program
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are the value.
public record RulesFile(byte[] module, String revision) {
  /** The rules that come with the program. */
  public static RulesFile shipped() {
    return new RulesFile(
        resource("policy.wasm"),
        new String(resource("policy.sha256"), StandardCharsets.US_ASCII).strip());
  }

  /** Rules that somebody brings. */
  public static RulesFile of(byte[] module) {
    return new RulesFile(module, HexFormat.of().formatHex(Providers.sha256(module)));
  }

  private static byte[] resource(String name) {
    try (InputStream in = RulesFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
