package dev.hefu.gateway.outbound;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291), such as {@code 127.0.0.0/8}.
 *
 * @param first the block's first address
 * @param bits leading bits that all its addresses share
 */
public record AddressRange(InetAddress first, int bits) {
  /** Checks that no bit of the address lies beyond the prefix. */
  public AddressRange {
    int width = first.getAddress().length * Byte.SIZE;
    if (bits < 0 || bits > width) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits, not 0 to " + width);
    }
    BigInteger value = new BigInteger(1, first.getAddress());
    if (value.getLowestSetBit() != -1 && value.getLowestSetBit() < width - bits) {
      throw new IllegalArgumentException(
          first.getHostAddress() + " has bits set beyond its prefix of " + bits);
    }
  }

  /**
   * Reads {@code address/bits}; no name is ever resolved.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      throw new IllegalArgumentException("'" + text + "' is not of the form address/bits");
    }
    return new AddressRange(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether the address is one of the block; those of the other family never are. */
  public boolean contains(InetAddress address) {
    byte[] block = first.getAddress();
    byte[] asked = address.getAddress();
    if (block.length != asked.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    return Arrays.equals(block, 0, whole, asked, 0, whole)
        && (rest == 0 || ((block[whole] ^ asked[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
