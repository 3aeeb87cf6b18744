package dev.hefu.gateway.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where connections may lead; the cases stand in {@code outbound/addresses.csv}. */
final class ReachTest {
  private static final Reach PARTICIPANTS = Reach.ofParticipants(List.of());
  private static final Reach OPERATOR = Reach.ofOperator(List.of());

  @ParameterizedTest
  @CsvFileSource(
      resources = "/outbound/addresses.csv",
      delimiter = '|',
      useHeadersInDisplayName = true)
  void everyAddressIsJudgedAsItsCaseSays(
      String address, String partnerTls, String partner, String ownTls, String own, String what) {
    InetAddress literal = InetAddress.ofLiteral(address);
    assertEquals(partnerTls, may(PARTICIPANTS, literal, true), what);
    assertEquals(partner, may(PARTICIPANTS, literal, false), what);
    assertEquals(ownTls, may(OPERATOR, literal, true), what);
    assertEquals(own, may(OPERATOR, literal, false), what);
  }

  private static String may(Reach reach, InetAddress address, boolean tls) {
    return reach.refusal(address, tls).isEmpty() ? "yes" : "no";
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "::1"})
  void whatTheOperatorNamesIsReachedWithoutTlsToo(String address) {
    List<AddressRange> allowed =
        List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("10.1.2.3/32"));
    String expected = address.contains(":") ? "no" : "yes";
    assertEquals(
        expected, may(Reach.ofParticipants(allowed), InetAddress.ofLiteral(address), false));
    assertEquals("no", may(Reach.ofParticipants(allowed), InetAddress.ofLiteral("10.1.2.4"), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "x/8",
        "::/129",
        "1/8/8"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }

  /** Bits beyond the prefix do not matter, and each one within does. */
  @Property
  void aRangeHoldsWhatSharesItsPrefixAndNothingElse(
      @ForAll @Size(16) byte[] address,
      @ForAll @IntRange(min = 1, max = 128) int bits,
      @ForAll @IntRange(max = 127) int flipped)
      throws UnknownHostException {
    address[0] = (byte) 0x20; // Never one that stands for an address of IPv4.
    BigInteger value = new BigInteger(1, address);
    InetAddress first = of(value.shiftRight(128 - bits).shiftLeft(128 - bits));
    InetAddress other = of(value.flipBit(127 - flipped));
    AddressRange range = new AddressRange(first, bits);
    assertTrue(range.contains(of(value)));
    assertEquals(flipped >= bits, range.contains(other));
    assertFalse(range.contains(InetAddress.ofLiteral("32.0.0.0")));
    assertEquals(range, AddressRange.parse(range.toString()));
  }

  private static InetAddress of(BigInteger value) throws UnknownHostException {
    byte[] bytes = new byte[16];
    byte[] digits = value.toByteArray();
    for (int i = 1; i <= Math.min(16, digits.length); i++) {
      bytes[16 - i] = digits[digits.length - i];
    }
    return InetAddress.getByAddress(bytes);
  }
}
