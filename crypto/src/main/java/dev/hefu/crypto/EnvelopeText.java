package dev.hefu.crypto;

import dev.hefu.crypto.encoding.Base64Url;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** An envelope while its parts are written, one after the other, as base64url. */
final class EnvelopeText implements ObjIntConsumer<byte[]> {
  private final EnvelopeForm form;
  private final OutputStream out;
  private byte[] buffer = {};
  private int part;

  EnvelopeText(EnvelopeForm form, OutputStream out) {
    this.form = form;
    this.out = out;
  }

  /** A part that is base64url already. */
  void encoded(byte[] text) {
    begin();
    write(text);
  }

  /** A whole part. */
  void whole(byte[] bytes) {
    begin();
    write(Base64Url.ascii(bytes));
  }

  /** Begins a part that comes in pieces. */
  void begin() {
    write(form.before(part));
    part++;
  }

  /** A piece of the part that was begun; all but its last are whole groups of three bytes. */
  @Override
  public void accept(byte[] piece, int length) {
    if (length < piece.length) {
      write(Base64Url.ascii(Arrays.copyOf(piece, length)));
    } else {
      write(buffer(length), Base64Url.ascii(piece, buffer));
    }
  }

  /** The one buffer for all pieces of a length. */
  private byte[] buffer(int length) {
    if (buffer.length == 0) {
      buffer = new byte[Math.toIntExact(Base64Url.chars(length))];
    }
    return buffer;
  }

  /** Writes what stands behind the last part. */
  void end() {
    write(form.before(EnvelopeForm.PARTS));
  }

  private void write(byte[] bytes) {
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
