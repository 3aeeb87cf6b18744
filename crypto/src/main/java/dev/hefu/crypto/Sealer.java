package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.keys.KeyUse;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.keys.PublicKeySet;
import dev.hefu.crypto.keys.Suite;
import dev.hefu.crypto.primitive.AesGcm;
import dev.hefu.crypto.primitive.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seals messages to one recipient's primary encryption key, as JWE in compact or JSON form; the
 * kind of that key selects the suite. Safe for use by many threads.
 */
public final class Sealer {
  /**
   * Room for header, wrapped key, nonce and tag of most suites; the buffer grows for the others.
   */
  private static final int HEADER_CHARS = 600;

  private final PublicJwk recipient;
  private final Suite suite;

  /** What stands in every header before and behind the content type; formats are slow. */
  private final String algorithms;

  private final String key;

  private Sealer(PublicJwk recipient) {
    this.recipient = recipient;
    this.suite = recipient.type().suite();
    String alg = recipient.type().algorithm();
    this.algorithms =
        "{\"alg\":\"" + alg + "\",\"enc\":\"" + suite.contentAlgorithm() + "\",\"cty\":\"";
    this.key = "\",\"kid\":\"" + recipient.kid() + '"';
  }

  /**
   * The sealer to the owner of these keys.
   *
   * @throws IllegalArgumentException if none of them is for encryption
   */
  public static Sealer to(PublicKeySet recipient) {
    return new Sealer(
        recipient
            .primary(KeyUse.ENCRYPTION)
            .orElseThrow(() -> new IllegalArgumentException("no key is for encryption")));
  }

  /** The id of the key that opens what this seals. */
  public String kid() {
    return recipient.kid();
  }

  /** The suite that the key selects. */
  public Suite suite() {
    return suite;
  }

  /**
   * The envelope around the plaintext in compact form.
   *
   * @param contentType of the plaintext, such as {@code json}
   */
  public String seal(byte[] plaintext, String contentType) {
    return seal(plaintext, contentType, EnvelopeForm.COMPACT);
  }

  /** The envelope around the plaintext in this form. */
  public String seal(byte[] plaintext, String contentType, EnvelopeForm form) {
    long text = HEADER_CHARS + form.overhead() + Base64Url.chars(plaintext.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(text));
    write(plaintext, contentType, form, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes the envelope around the plaintext as ASCII, piece by piece: around a large one this
   * saves two copies of the text.
   *
   * @throws IOException if the stream cannot be written; what was written then is no envelope
   */
  public void seal(byte[] plaintext, String contentType, EnvelopeForm form, OutputStream out)
      throws IOException {
    try {
      write(plaintext, contentType, form, out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(byte[] plaintext, String contentType, EnvelopeForm form, OutputStream out) {
    byte[] contentKey = Providers.randomBytes(suite.contentKeyBytes());
    byte[] nonce = Providers.randomBytes(AesGcm.NONCE_BYTES);
    WrappedKey wrapped = WrappedKey.to(recipient, contentKey);
    byte[] header = header(wrapped.members(), contentType).getBytes(StandardCharsets.US_ASCII);
    byte[] aad = Base64Url.ascii(header);
    EnvelopeText text = new EnvelopeText(form, out);
    text.encoded(aad);
    text.whole(wrapped.encryptedKey());
    text.whole(nonce);
    text.begin();
    byte[] tag = ContentCipher.seal(suite, contentKey, nonce, plaintext, aad, text);
    Arrays.fill(contentKey, (byte) 0);
    text.whole(tag);
    text.end();
  }

  private String header(String members, String contentType) {
    return algorithms + MediaTypes.checked(contentType) + key + members + "}";
  }
}
