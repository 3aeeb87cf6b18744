package dev.hefu.gateway.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that are no public ones: the IANA special-purpose registries (RFC 6890) but for the
 * few entries that lead to anybody's public service, and the forms of IPv6 that wrap an address of
 * IPv4, which a translator on the way would unwrap.
 */
final class SpecialAddresses {
  private record Special(AddressRange range, String what) {}

  private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

  private static final List<Special> ALL =
      List.of(
          special("0.0.0.0/8", "this network"),
          special("10.0.0.0/8", "private"),
          special("100.64.0.0/10", "shared behind a carrier's translation"),
          special("127.0.0.0/8", "loopback"),
          special("168.63.129.16/32", "a cloud's metadata"),
          special("169.254.0.0/16", "link-local, metadata among it"),
          special("172.16.0.0/12", "private"),
          special("192.0.0.0/24", "reserved for protocols"),
          special("192.0.2.0/24", "for documentation"),
          special("192.88.99.0/24", "a relay to IPv6"),
          special("192.168.0.0/16", "private"),
          special("198.18.0.0/15", "for measurements"),
          special("198.51.100.0/24", "for documentation"),
          special("203.0.113.0/24", "for documentation"),
          special("224.0.0.0/4", "multicast"),
          special("240.0.0.0/4", "reserved, broadcast among it"),
          special("::/96", "unspecified, loopback or an address of IPv4"),
          special("::ffff:0:0:0/96", "translated from IPv4"),
          special("64:ff9b::/96", "translated to IPv4"),
          special("64:ff9b:1::/48", "translated to IPv4"),
          special("100::/64", "for discarding"),
          special("2001::/23", "reserved for protocols, tunnels among it"),
          special("2001:db8::/32", "for documentation"),
          special("2002::/16", "a tunnel to an address of IPv4"),
          special("3fff::/20", "for documentation"),
          special("5f00::/16", "for segment routing"),
          special("fc00::/7", "unique local"),
          special("fe80::/10", "link-local"),
          special("fec0::/10", "site-local"),
          special("ff00::/8", "multicast"));

  private SpecialAddresses() {}

  /** What the address is instead of a public one; empty if it is public. */
  static Optional<String> find(InetAddress address) {
    for (Special special : ALL) {
      if (special.range().contains(address)) {
        return Optional.of(special.what());
      }
    }
    return address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)
        ? Optional.of("not global unicast")
        : Optional.empty();
  }

  private static Special special(String range, String what) {
    return new Special(AddressRange.parse(range), what);
  }
}
