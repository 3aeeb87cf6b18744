package dev.hefu.crypto.jws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A signed message in compact form (RFC 7515) that was read but not verified: nothing in it may be
 * believed before {@link #verify} said yes.
 */
public final class CompactJws {
  /** Two thirds of this is the largest payload; requests and records are smaller. */
  public static final int MAX_CHARS = 4 * 1024 * 1024;

  private final JwsHeader header;
  private final byte[] payload;
  private final byte[] signed;
  private final byte[] signature;

  private CompactJws(JwsHeader header, byte[] payload, byte[] signed, byte[] signature) {
    this.header = header;
    this.payload = payload;
    this.signed = signed;
    this.signature = signature;
  }

  /**
   * The message in this text.
   *
   * @return empty unless it has three parts of canonical base64url and a header that is strict
   *     JSON, asks for nothing critical and names an algorithm
   */
  public static Optional<CompactJws> parse(String compact) {
    int first = compact.indexOf('.');
    int second = compact.indexOf('.', first + 1);
    if (compact.length() > MAX_CHARS
        || first <= 0
        || second < 0
        || compact.indexOf('.', second + 1) >= 0) {
      return Optional.empty();
    }
    Optional<JwsHeader> header =
        Base64Url.decode(compact.substring(0, first))
            .flatMap(StrictJson::object)
            .flatMap(JwsHeader::of);
    Optional<byte[]> payload = Base64Url.decode(compact.substring(first + 1, second));
    Optional<byte[]> signature = Base64Url.decode(compact.substring(second + 1));
    return header.isEmpty() || payload.isEmpty() || signature.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CompactJws(
                header.get(),
                payload.get(),
                compact.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                signature.get()));
  }

  /** The header. */
  public JwsHeader header() {
    return header;
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The payload as strict JSON object; empty if it is none. */
  public Optional<ObjectNode> claims() {
    return StrictJson.object(payload);
  }

  /** Whether this key signed it; false too if the header's algorithm is not the key's. */
  public boolean verify(PublicJwk key) {
    return key.type().allows(header.alg()) && key.verify(signed, signature);
  }

  @Override
  public String toString() {
    return "CompactJws " + header.alg() + " of " + payload.length + " bytes";
  }
}
